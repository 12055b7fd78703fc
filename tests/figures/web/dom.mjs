// As much of a document as Preact draws into, so that a figure is pressed without a browser.

class Node {
  childNodes = [];
  attributes = {};
  listeners = {};
  style = { setProperty() {} };
  parentNode = null;

  constructor(name, data = "") {
    Object.assign(this, { localName: name, data, nodeType: name === "#text" ? 3 : 1 });
  }
  get isConnected() {
    return true;
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get nextSibling() {
    const line = this.parentNode?.childNodes ?? [];
    return line[line.indexOf(this) + 1] ?? null;
  }
  get textContent() {
    return this.data + this.childNodes.map((child) => child.textContent).join("");
  }
  set textContent(text) {
    this.childNodes = [new Node("#text", text)];
  }
  insertBefore(child, next) {
    child.remove();
    const at = next ? this.childNodes.indexOf(next) : this.childNodes.length;
    this.childNodes.splice(at, 0, child);
    child.parentNode = this;
  }
  append(child) {
    this.insertBefore(child, null);
  }
  remove() {
    const line = this.parentNode?.childNodes;
    if (line) line.splice(line.indexOf(this), 1);
    this.parentNode = null;
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
  }
  removeAttribute(name) {
    delete this.attributes[name];
  }
  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  removeEventListener(name) {
    delete this.listeners[name];
  }
  /** Everything below of these names, whatever is hidden left out. */
  all(...names) {
    if (this.attributes.hidden) return [];
    const below = this.childNodes.flatMap((child) => child.all(...names));
    return names.includes(this.localName) ? [this, ...below] : below;
  }
  /** Has its own listener hear an event, with what the event is to know. */
  hear(type, more = {}) {
    const event = { type, target: this, currentTarget: this, preventDefault() {}, ...more };
    this.listeners[type]?.call(this, event);
  }
}

const create = (name) => new Node(name);

/** Makes the globals that the figures ask for. */
export function install() {
  globalThis.document = {
    createElement: create,
    createElementNS: (_, name) => create(name),
    createTextNode: (text) => new Node("#text", text),
  };
  globalThis.addEventListener = globalThis.removeEventListener = () => {};
  globalThis.requestAnimationFrame = globalThis.cancelAnimationFrame = () => 0;
  globalThis.matchMedia = () => ({ matches: true });
  globalThis.MutationObserver = globalThis.ResizeObserver = class {
    observe() {}
    disconnect() {}
  };
  return () => create("div");
}
