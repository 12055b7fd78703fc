// A group of controls is one stop for the Tab key: ← and → go from one control to the next, ↑ and ↓ work it.
// (Sliders in a bar keep a stop each: ← and → are theirs.)

const GROUPS = ".bar:not(:has(.slider)), .cap, .transport, .foot";
const CONTROLS = "button, select, summary, input";
/** What is not drawn, told without asking the browser to draw what is. */
const UNSEEN = "[hidden], details:not([open]) > :not(summary)";
/** What groups are called that have no name of their own. */
const NAMES: Record<string, string> = {
  bar: "settings",
  transport: "steps",
  foot: "copying and starting over",
};

/** The control of each group that was used last. */
type Last = WeakMap<Element, Element>;

/** Watches a figure whose parts come and go; returns what ends it. */
export function startGroups(root: HTMLElement): () => void {
  const last: Last = new WeakMap();
  const settle = () => {
    for (const group of root.querySelectorAll(GROUPS)) settleGroup(group, last);
  };
  // words that are only said come with every change, and are no group's
  const watch = new MutationObserver((all) => {
    if (all.some(({ target }) => (target as Element).className !== "sr")) settle();
  });
  watch.observe(root, { childList: true, subtree: true, attributeFilter: ["hidden", "open"] });
  root.addEventListener("focusin", ({ target }) => {
    const group = groupOf(target);
    if (!group) return;
    last.set(group, target as Element);
    settleGroup(group, last);
  });
  root.addEventListener("keydown", walk);
  return () => watch.disconnect();
}

const groupOf = (target: EventTarget | null) => (target instanceof Element ? target.closest(GROUPS) : null);

/** Every control that can be gone to: a field is worked by keys, so its − and + are for pointers. */
function members(group: Element) {
  const all = [...group.querySelectorAll<HTMLElement>(CONTROLS)].filter(
    (one) => !one.matches(".stepper button, :disabled") && !one.closest(UNSEEN),
  );
  return all.filter((one) => !(one instanceof HTMLInputElement && one.type === "radio") || isStop(one, all));
}

/** Whether a radio button is its group's: the one that is chosen, or the first. */
function isStop(radio: HTMLInputElement, all: HTMLElement[]) {
  const mine = all.filter((one) => one instanceof HTMLInputElement && one.name === radio.name);
  return radio === (mine.find((one) => (one as HTMLInputElement).checked) ?? mine[0]);
}

function settleGroup(group: Element, last: Last) {
  const all = members(group);
  const stop =
    all.find((one) => one === last.get(group)) ??
    all.find((one) => one.getAttribute("aria-disabled") !== "true") ??
    all[0];
  for (const one of group.querySelectorAll<HTMLElement>(CONTROLS)) one.tabIndex = one === stop ? 0 : -1;
  const name = NAMES[group.classList[0]];
  if (!name || group.role === "toolbar") return;
  group.setAttribute("role", "toolbar");
  if (!group.hasAttribute("aria-label")) group.setAttribute("aria-label", name);
}

function walk(event: KeyboardEvent) {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const group = groupOf(event.target);
  if (!by || !group || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target instanceof HTMLInputElement && !isAtEdge(event.target, by)) return;
  event.preventDefault();
  const all = members(group);
  const next = all[all.indexOf(event.target as HTMLElement) + by];
  next?.focus();
  if (next instanceof HTMLInputElement && next.type === "text") next.select();
}

/** Whether the caret has nowhere to go in what is typed. */
function isAtEdge({ type, selectionStart: from, selectionEnd: to, value }: HTMLInputElement, by: number) {
  if (type !== "text") return true;
  const whole = from === 0 && to === value.length;
  return whole || (from === to && from === (by < 0 ? 0 : value.length));
}
