// Marks in the contents at the left how much is done of each page; who has done nothing sees nothing.
import sheet from "./progress.css";
import { countDone, pages } from "./work.ts";

// read while the script runs: later there is no current script
const script =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;
const root = new URL("..", script).href;

const pageOf = ({ href }: HTMLAnchorElement) =>
  href.startsWith(root) ? (href.slice(root.length).split(/[?#]/)[0] ?? "").replace(/\.html$/, "") : "";

function markOf(done: number, all: number) {
  const mark = document.createElement("span");
  mark.className = "d2l-done";
  const shown = document.createElement("span");
  shown.textContent = done === all ? "✓" : `${done}/${all}`;
  shown.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.className = "words";
  words.textContent = `, ${done === all ? "all" : `${done} of`} ${all} done`;
  mark.append(shown, words);
  return mark;
}

function show() {
  const keys = new Map(pages().map((page) => [page.page, page.keys]));
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".bd-links a.internal")) {
    link.querySelector(".d2l-done")?.remove();
    const own = keys.get(pageOf(link)) ?? [];
    const done = countDone(own);
    if (done > 0) link.append(markOf(done, own.length));
  }
}

const style = document.createElement("style");
style.textContent = sheet;
document.head.append(style);
show();
document.addEventListener("d2l:done", show);
addEventListener("storage", show); // another page of the book, where the browser tells of it
addEventListener("focus", show); // back to this page from another: from a disk it may not
addEventListener("pageshow", show); // back to a page that the browser has held as it was
