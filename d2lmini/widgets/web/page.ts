// Mounts the figures of a built page over their still forms, and keeps shared state in its address.
import { figures } from "./figures/index.ts";
import { hashOf, readHash, without } from "./frame/address.ts";
import type { State } from "./frame/figure.ts";
import { createHost } from "./frame/host.ts";
import { mount } from "./frame/mount.tsx";

function start(place: Element, index: number) {
  const name = place.getAttribute("data-widget") ?? "";
  const script = place.querySelector("script[type='application/json']");
  const figure = figures[name];
  if (!script || !figure || place.hasAttribute("data-live")) return;
  const initial: State = JSON.parse(script.textContent ?? "{}");
  const share = (state: State) => {
    history.replaceState(history.state, "", hashOf({ index, name, state: without(state, figure.unshared) }));
    return location.href;
  };
  const host = createHost(initial, share);
  const still = [...place.children].filter((child) => child !== script);
  const box = document.createElement("div");
  place.append(box);
  const take = () => {
    const shared = readHash(location.hash);
    if (shared?.index !== index || shared.name !== name || !shared.state) return;
    const next = { ...initial, ...without(shared.state, figure.unshared) };
    if (figure.check({ ...figure.initial, ...next }) !== "") return;
    for (const key of Object.keys(figure.initial)) if (key in next) host.set(key, next[key]);
    place.scrollIntoView?.({ block: "nearest" });
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
  take();
  addEventListener("hashchange", take);
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
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
else startAll();
