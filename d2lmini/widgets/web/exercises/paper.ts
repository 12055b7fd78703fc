// On paper the answers stand at the end of their chapter, each under its question's number, and where they stood there is
// room to write. After printing, everything is back where it was.
import sheet from "./paper.css";

type Place = { answer: Element; mark: Comment; open: boolean };

const MARK = "d2l-on-paper"; // on what is there for the paper only
const QUESTIONS = ".d2l-predict, .d2l-exercise";
const ANSWERS = ".solution, .d2l-predict > details.answer, .d2l-exercise > details";
let moved: Place[] = [];

/** The chapter that an element belongs to: a page has one, the whole book as one page all of them. */
function chapterOf(element: Element): Element | null {
  let chapter: Element | null = null;
  for (let at = element.closest("section"); at; at = at.parentElement?.closest("section") ?? null) {
    chapter = at;
    if (at.previousElementSibling?.matches("[id^='document-']")) break;
  }
  return chapter;
}

function made(tag: string, text = ""): HTMLElement {
  const element = document.createElement(tag);
  element.className = MARK;
  element.textContent = text;
  return element;
}

/** Numbers the questions that have no number of their own; returns the words for each. */
function numbered(chapter: Element): Map<Element, string> {
  const names = new Map<Element, string>();
  for (const question of chapter.querySelectorAll<HTMLElement>(QUESTIONS)) {
    if (question.matches(".d2l-spare")) continue;
    const name = `Question ${names.size + 1}`;
    names.set(question, name);
    question.prepend(made("p", name));
  }
  return names;
}

/** What stands at the end for an answer: the answer itself, below its question's number. */
function entry(answer: Element, names: Map<Element, string>, before: string): HTMLElement[] {
  const name = names.get(answer.closest(QUESTIONS) as Element);
  const title = name && name !== before ? [made("p", name)] : [];
  const mark = document.createComment(MARK);
  answer.replaceWith(mark);
  moved.push({ answer, mark, open: answer.hasAttribute("open") });
  if (answer instanceof HTMLDetailsElement) answer.open = true;
  const box = made("div");
  box.append(answer);
  return [...title, box];
}

function lay(chapter: Element) {
  const names = numbered(chapter);
  const answers = [...chapter.querySelectorAll(ANSWERS)].filter((answer) => !answer.closest(".d2l-spare"));
  if (answers.length === 0) return;
  const end = made("section");
  end.classList.add("d2l-answers");
  const own = Number(chapter.querySelector("h1, h2, h3")?.tagName[1] ?? 1); // in the whole book as one page, another
  end.append(made(`h${own + 1}`, "Answers"));
  let before = "";
  for (const answer of answers) {
    const asked = answer.closest(QUESTIONS);
    end.append(...entry(answer, names, before));
    before = (asked && names.get(asked)) ?? "";
  }
  chapter.append(end);
}

function before() {
  if (moved.length > 0) return;
  const chapters = new Set([...document.querySelectorAll(`${QUESTIONS}, ${ANSWERS}`)].map(chapterOf));
  for (const chapter of chapters) if (chapter) lay(chapter);
}

function after() {
  for (const { answer, mark, open } of moved.reverse()) {
    mark.replaceWith(answer);
    if (answer instanceof HTMLDetailsElement) answer.open = open;
  }
  moved = [];
  for (const element of document.querySelectorAll(`.${MARK}`)) element.remove();
}

const style = document.createElement("style");
style.textContent = sheet;
document.head.append(style);
addEventListener("beforeprint", before);
addEventListener("afterprint", after);
