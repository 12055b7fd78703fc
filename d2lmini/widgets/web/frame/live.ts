// Phrases in the prose that set a figure: links to it, which hold the changes.
import type { State } from "./figure.ts";

/** A figure of the page: where it stands, what it is called, and what sets it. */
export type Settable = { place: Element; title: string; set(changes: State): void };

const HIDDEN =
  "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";

/** Makes the page's phrases set their figures; one whose figure is not alive stays a plain link to it. */
export function startPhrases(figures: Map<string, Settable>) {
  const phrases = [...document.querySelectorAll<HTMLAnchorElement>("a.d2l-live[data-set]")];
  if (phrases.length === 0) return;
  const status = document.createElement("div");
  status.setAttribute("role", "status");
  status.style.cssText = HIDDEN;
  document.body.append(status);
  for (const phrase of phrases) {
    const figure = figures.get(phrase.hash.slice(1));
    if (!figure) continue;
    phrase.title = "Set the figure so";
    phrase.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      figure.set(JSON.parse(phrase.dataset.set ?? "{}"));
      show(figure.place);
      status.textContent = `${figure.title}: ${phrase.textContent}`;
    });
  }
}

/** Scrolls to a figure unless half of it, or as much as the window has room for, is in sight. */
function show(place: Element) {
  const { top, bottom, height } = place.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  if (seen < Math.min(height, innerHeight) / 2) place.scrollIntoView({ block: "start" });
}
