// The page "Your work": what is done of each page, starting over, and all of it as a file.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import sheet from "../ui/figure.css";
import { compare, countDone, forget, fromText, pages, put, toText, type Work, workOf } from "./work.ts";
import own from "./workpage.css";

const NAME = "transposed-convolution-work.json";

type Said = { words: string; offer?: { words: string; act: () => void } };

const things = (count: number) => (count === 1 ? "1 answer or program" : `${count} answers or programs`);
const nameOf = (key: string) => key.replace(/^d2l-exercise:/, "");

function save(work: Work) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([toText(work)], { type: "application/json" }));
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function Panel() {
  const [, draw] = useState(0);
  const [said, say] = useState<Said>({ words: "" });
  useEffect(() => {
    const again = () => draw((count) => count + 1);
    for (const event of ["storage", "pageshow"]) addEventListener(event, again);
    document.addEventListener("d2l:done", again);
  }, []);
  const known = pages().flatMap((page) => page.keys);
  const { startOver, take } = changes(known, say);
  return (
    <div class="d2l">
      <Pages startOver={startOver} />
      <Whole known={known} startOver={startOver} take={take} />
      <p class="said" role="status">
        {said.words}
      </p>
      {said.offer && (
        <button type="button" onClick={said.offer.act}>
          {said.offer.words}
        </button>
      )}
    </div>
  );
}

type StartOver = (keys: string[], where: string) => void;
type Take = (input: HTMLInputElement) => void;

/** What forgets work and what adds some; each says what it did and offers the way back. */
function changes(known: string[], say: (said: Said) => void) {
  /** Puts back what was there before. */
  const undo = (before: Work) => ({
    words: "Undo",
    act: () => {
      forget(known);
      put(before);
      say({ words: "All is as it was." });
    },
  });
  const startOver: StartOver = (keys, where) => {
    const before = workOf(known);
    forget(keys);
    say({ words: `Answers and programs of ${where} are forgotten.`, offer: undo(before) });
  };
  const take: Take = async (input) => {
    const file = input.files?.[0];
    if (!file) return;
    const read = fromText(await file.text());
    input.value = "";
    say(typeof read === "string" ? { words: `Nothing is changed. ${read}` } : added(read));
  };
  const added = (read: Work): Said => {
    const before = workOf(known);
    const { take, differ, foreign } = compare(before, read, known);
    put(take);
    const wanted = Object.keys(take).length;
    if (countKept(take) < wanted) return { words: "The browser refuses to keep it: is its storage full?" };
    const others = Object.keys(differ);
    const words = [
      `Added: ${wanted === 0 ? "nothing new" : things(wanted)}.`,
      foreign.length ? `Left out ${foreign.length} that this book does not have.` : "",
      others.length === 1
        ? `You have another program of your own for ${nameOf(others[0] ?? "")}: yours stays.`
        : others.length > 1
          ? `You have other programs of your own for ${others.map(nameOf).join(", ")}: yours stay.`
          : "",
    ];
    const exchange = () => {
      put(differ);
      say({ words: "The programs are those of the file.", offer: undo(before) });
    };
    const offer = others.length ? { words: "Take the file’s instead", act: exchange } : undo(before);
    return { words: words.filter(Boolean).join(" "), offer: wanted || others.length ? offer : undefined };
  };
  return { startOver, take };
}

/** What is done of each page. */
const Pages = ({ startOver }: { startOver: StartOver }) => (
  <table>
    <thead>
      <tr>
        <th scope="col">page</th>
        <th scope="col">done</th>
        <th scope="col">begin anew</th>
      </tr>
    </thead>
    <tbody>
      {pages().map(({ page, title, keys }) => (
        <tr key={page}>
          <th scope="row">
            <a href={`${page.replace(/^book\//, "")}.html`}>{title}</a>
          </th>
          <td>
            {countDone(keys)} of {keys.length}
          </td>
          <td>
            {Object.keys(workOf(keys)).length > 0 && (
              <button
                type="button"
                aria-label={`Start over: ${title}`}
                onClick={() => startOver(keys, `“${title}”`)}
              >
                Start over
              </button>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** What is done with the whole book's work. */
function Whole({ known, startOver, take }: { known: string[]; startOver: StartOver; take: Take }) {
  const work = workOf(known);
  const some = Object.keys(work).length > 0;
  return (
    <div class="buttons">
      <button type="button" aria-disabled={!some} onClick={() => some && save(work)}>
        Save as a file
      </button>
      <button type="button" aria-disabled={!some} onClick={() => some && startOver(known, "the whole book")}>
        Start the whole book over
      </button>
      <label class="file">
        Add from a file
        <input type="file" accept=".json,application/json" onChange={(event) => take(event.currentTarget)} />
      </label>
    </div>
  );
}

const countKept = (work: Work) =>
  Object.keys(workOf(Object.keys(work))).filter(
    (key) => JSON.stringify(workOf([key])[key]) === JSON.stringify(work[key]),
  ).length;

const place = document.querySelector<HTMLElement>(".d2l-work");
if (place) {
  const style = document.createElement("style");
  style.textContent = sheet + own;
  document.head.append(style);
  place.replaceChildren();
  render(<Panel />, place);
}
