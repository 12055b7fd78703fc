// Makes the sound figure of a page live: it needs nothing of what the other figures are made of.

import { startSound } from "./figures/sound/figure.ts";

function startAll() {
  for (const place of document.querySelectorAll<HTMLElement>(".d2l-sound")) startSound(place);
}

startAll(); // deferred: the page stands
