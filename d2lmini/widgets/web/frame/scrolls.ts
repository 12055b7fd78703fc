// A sign at what has more than is seen: grid.css shows it where an element has "data-scrolls". Keys
// scroll it too: where it holds nothing that the Tab key goes to, it is a stop itself.

const SCROLLS = ".scroll, .parts, .explain";
const STOPS = "[tabindex='0'], button, input, select, a";
const OWN = "[tabindex]:not([data-stop])";

const hasMore = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }: Element) =>
  scrollWidth > clientWidth + 1 || scrollHeight > clientHeight + 1;

/** Watches a figure whose parts come, go and change their size; returns what ends it. */
export function startSigns(root: HTMLElement): () => void {
  let waiting = 0;
  const settle = () => {
    waiting = 0;
    const all = [...root.querySelectorAll(SCROLLS)];
    // all are measured before one is changed: the browser lays the page out once
    for (const [one, more] of all.map((one) => [one, hasMore(one)] as const)) {
      one.toggleAttribute("data-scrolls", more);
      if (one.matches(OWN)) continue;
      const stop = more && !one.querySelector(STOPS);
      one.toggleAttribute("data-stop", stop);
      if (stop) one.setAttribute("tabindex", "0");
      else one.removeAttribute("tabindex");
    }
  };
  const look = () => {
    waiting ||= requestAnimationFrame(settle);
  };
  const resized = new ResizeObserver(look);
  resized.observe(root);
  const changed = new MutationObserver(look);
  changed.observe(root, { childList: true, subtree: true });
  return () => {
    cancelAnimationFrame(waiting);
    resized.disconnect();
    changed.disconnect();
  };
}
