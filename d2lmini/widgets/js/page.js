// Mounts the widgets of a built page over their static forms, and keeps shared state in its address.
import { createHost } from "./host.js";
import anywidget from "./index.js";
import { widgets } from "./widgets.js";

/** An address ends in #d2l=<which on the page>.<name>.<state as JSON>. @param {string} hash */
function readHash(hash) {
  const match = /^#d2l=(\d+)\.(\w+)\.(.*)$/.exec(hash);
  if (!match) return null;
  try {
    return { index: Number(match[1]), name: match[2], state: JSON.parse(decodeURIComponent(match[3])) };
  } catch {
    return null;
  }
}

/** @param {number} index @param {string} name */
const sharer = (index, name) => (/** @type {Record<string, any>} */ state) => {
  const shared = Object.entries(state).filter(([key]) => !widgets[name].unshared?.includes(key));
  const hash = `#d2l=${index}.${name}.${encodeURIComponent(JSON.stringify(Object.fromEntries(shared)))}`;
  history.replaceState(history.state, "", hash);
  return location.href;
};

/** @param {Element} place @param {number} index */
function start(place, index) {
  const name = place.getAttribute("data-widget") ?? "";
  const script = place.querySelector("script[type='application/json']");
  const widget = widgets[name];
  if (!script || !widget || place.hasAttribute("data-live")) return;
  const initial = JSON.parse(script.textContent ?? "{}");
  const host = createHost({ ...initial, _widget: name }, sharer(index, name));
  const still = [...place.children].filter((child) => child !== script);
  const box = document.createElement("div");
  place.append(box);
  const take = () => {
    const shared = readHash(location.hash);
    if (shared?.index !== index || shared.name !== name || !shared.state) return;
    const next = { ...initial, ...shared.state };
    if (widget.check({ ...widget.initial, ...next }) !== "") return;
    Object.keys(widget.initial).forEach((key) => {
      if (key in next) host.set(key, next[key]);
    });
    place.scrollIntoView?.({ block: "nearest" });
  };
  try {
    anywidget.render({ model: host, el: box });
  } catch (error) {
    box.remove();
    throw error;
  }
  // inline styles of the still form would win over the hidden attribute
  still.forEach((child) => child instanceof HTMLElement && (child.style.display = "none"));
  place.setAttribute("data-live", "");
  take();
  addEventListener("hashchange", take);
}

const startAll = () => document.querySelectorAll(".d2lmini-widget[data-widget]").forEach(start);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startAll);
else startAll();
