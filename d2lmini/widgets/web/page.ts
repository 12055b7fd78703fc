// Mounts the figures of a built page over their still forms, and keeps shared state in its address.

import { figures } from "./figures/index.ts";
import { hashOf, readHash, without } from "./frame/address.ts";
import type { State } from "./frame/figure.ts";
import { createHost } from "./frame/host.ts";
import { type Settable, startPhrases } from "./frame/live.ts";
import { mount } from "./frame/mount.tsx";
import { keep, recall } from "./ui/storage.ts";

const isState = (kept: unknown): kept is State =>
  typeof kept === "object" && kept !== null && !Array.isArray(kept);

const settable = new Map<string, Settable>();

function start(place: Element, index: number) {
  const name = place.getAttribute("data-widget") ?? "";
  const script = place.querySelector("script[type='application/json']");
  const figure = figures[name];
  if (!script || !figure || place.hasAttribute("data-live")) return;
  const initial: State = JSON.parse(script.textContent ?? "{}");
  const unshared = [...(figure.unshared ?? []), ...(figure.own ?? [])];
  const share = (state: State) => {
    history.replaceState(history.state, "", hashOf({ index, name, state: without(state, unshared) }));
    return location.href;
  };
  const host = createHost(initial, share);
  const key = `d2l-figure:${location.pathname}#${index}.${name}`;
  const kept = () =>
    Object.fromEntries(Object.keys(figure.initial).map((k) => [k, host.get(k) ?? figure.initial[k]]));
  const own = JSON.stringify(kept());
  host.save_changes = () => keep(key, JSON.stringify(kept()) === own ? null : kept());
  const still = [...place.children].filter((child) => child !== script);
  const box = document.createElement("div");
  place.append(box);
  const take = () => {
    const shared = readHash(location.hash);
    if (shared?.index !== index || shared.name !== name || !shared.state) return;
    if (set(shared.state)) place.scrollIntoView?.({ block: "nearest" });
  };
  /** Takes the page's state with some changes; returns whether it is allowed. */
  const set = (changes: State, but = unshared) => {
    const next = { ...figure.initial, ...initial, ...without(changes, but) };
    if (figure.check(next) !== "") return false;
    host.take(Object.fromEntries(Object.entries(next).filter(([key]) => key in figure.initial)));
    return true;
  };
  try {
    mount(figure, host, box);
  } catch (error) {
    box.remove();
    throw error;
  }
  // inline styles of the still form would win over the hidden attribute
  for (const child of still) if (child instanceof HTMLElement) child.style.display = "none";
  place.setAttribute("data-live", "");
  const edited = recall(key);
  if (isState(edited)) set(edited, figure.unshared ?? []);
  take();
  addEventListener("hashchange", take);
  const id = place.closest("figure[id]")?.id;
  if (id) settable.set(id, { place, title: figure.title, set });
}

/** Starts every figure; one that fails keeps its still form and stops no other. */
function startAll() {
  document.querySelectorAll(".d2lmini-widget[data-widget]").forEach((place, index) => {
    try {
      start(place, index);
    } catch (error) {
      console.error(error);
    }
  });
  startPhrases(settable);
}

startAll(); // deferred: the page stands
