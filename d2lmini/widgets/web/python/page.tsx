// Puts an editor in place of each exercise's starter, and lines that can be moved in place of those that are listed.
import { render } from "preact";
import sheet from "../ui/figure.css";
import own from "./code.css";
import type { Files } from "./interpreter.ts";
import { type Asked, Lines } from "./order.tsx";
import { Panel } from "./panel.tsx";

/** A starter, and the indentation below a comment that ends it: who clicks at the end can begin to write. */
const begun = (starter: string) => starter + (starter.match(/\n( *)#.*\n$/)?.[1] ?? "");

function startAll() {
  const files: Files = JSON.parse(document.getElementById("d2l-exercise-files")?.textContent ?? "{}");
  const style = document.createElement("style");
  style.textContent = sheet + own;
  document.head.append(style);
  for (const place of document.querySelectorAll<HTMLElement>(".d2l-exercise[data-exercise]")) {
    const starter = place.querySelector<HTMLElement>(".d2l-starter");
    const text = starter?.querySelector("pre")?.textContent;
    if (!starter || !text) continue;
    const box = document.createElement("div");
    starter.after(box);
    const { exercise = "", title = "" } = place.dataset;
    render(<Panel name={exercise} title={title} starter={begun(text)} files={files} />, box);
    starter.hidden = true;
  }
  for (const script of document.querySelectorAll("script[data-order]")) {
    const starter = script.parentElement?.querySelector<HTMLElement>(".d2l-starter");
    const asked: Asked = JSON.parse(script.textContent ?? "");
    const box = document.createElement("div");
    script.after(box);
    render(<Lines asked={asked} files={files} />, box);
    if (starter) starter.hidden = true;
  }
}

startAll(); // deferred: the page stands
