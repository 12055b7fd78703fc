// Sets the pictures of two pages into motion: they need nothing of what the figures are made of.

import { startHero } from "./figures/hero.ts";
import { startPipeline } from "./figures/pipeline.ts";

function startAll() {
  for (const place of document.querySelectorAll(".d2l-hero")) startHero(place);
  for (const place of document.querySelectorAll(".d2l-pipeline")) startPipeline(place);
}

startAll(); // deferred: the page stands
