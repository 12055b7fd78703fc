// A page that draws some of its questions: fields below those that are drawn, the score at the end, and a new draw.
import { render } from "preact";
import * as storage from "../ui/storage.ts";
import type { Question } from "./check.ts";
import { answered, draw, keyOf, type Quiz, resume, score } from "./draw.ts";
import { Predict, type Shelf } from "./predict.tsx";

type Asked = { question: Question; box: HTMLElement; fields: HTMLElement; answer: HTMLDetailsElement };

function askedIn(box: HTMLElement): Asked[] {
  const script = box.querySelector("script[data-predict]");
  const answer = box.querySelector<HTMLDetailsElement>("details.answer");
  if (!script || !answer) return [];
  const fields = document.createElement("div");
  script.after(fields);
  const options = box.querySelector<HTMLElement>("ul.options");
  if (options) options.hidden = true; // the fields show them
  return [{ question: JSON.parse(script.textContent ?? ""), box, fields, answer }];
}

export function startQuiz(place: HTMLElement) {
  const all = [...document.querySelectorAll<HTMLElement>(".d2l-draw")].flatMap(askedIn);
  const page = all[0]?.question.page ?? "";
  const names = all.map(({ question }) => question.name);
  let quiz = resume(page, names, Math.random);
  let before: Quiz | null = null;

  const shelf: Shelf = {
    recall: ({ name }) => quiz.answers[name],
    keep: (question, answer) => {
      quiz = answered(quiz, question, answer);
      storage.keep(keyOf(page), quiz);
      tell();
    },
  };
  const show = (next: Quiz) => {
    quiz = next;
    for (const { question, box, fields, answer } of all) {
      const isDrawn = quiz.drawn.includes(question.name);
      box.classList.toggle("d2l-spare", !isDrawn);
      render(null, fields);
      answer.open = false;
      answer.hidden = true;
      const reveal = (open: boolean) => {
        answer.hidden = false;
        answer.open = open;
      };
      if (isDrawn) render(<Predict question={question} reveal={reveal} kept={shelf} />, fields);
    }
    tell();
  };
  const others = () => {
    before = Object.keys(quiz.answers).length > 0 ? quiz : null;
    storage.keep(keyOf(page), null);
    show(draw(names, Math.random));
    all.find(({ question }) => quiz.drawn.includes(question.name))?.box.scrollIntoView();
  };
  const back = () => {
    if (!before) return;
    storage.keep(keyOf(page), before);
    show(before);
    before = null;
    tell();
  };
  const tell = () => {
    const missed = new Set(score(quiz).missed);
    const links = all.flatMap(({ question, answer }) => {
      const link = [...answer.querySelectorAll<HTMLAnchorElement>("a.reference")].at(-1);
      return link && missed.has(question.name) ? [link] : [];
    });
    render(<Score quiz={quiz} links={links} others={others} back={before && back} />, place);
  };
  place.replaceChildren();
  show(quiz);
}

type ScoreProps = {
  quiz: Quiz;
  links: HTMLAnchorElement[];
  others: () => void;
  back: (() => void) | null;
};

function Score({ quiz, links, others, back }: ScoreProps) {
  const { all, tried, right, first } = score(quiz);
  const again = new Map(links.map((link) => [link.href, link.textContent]));
  return (
    <>
      <p role="status">{tried === 0 ? "" : `${right} of ${all} right, ${first} of them at the first try.`}</p>
      {again.size > 0 && (
        <>
          <p>Worth reading again:</p>
          <ul>
            {[...again].map(([href, words]) => (
              <li key={href}>
                <a href={href}>{words}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      <button type="button" onClick={others}>
        Draw others
      </button>
      {back && (
        <button type="button" onClick={back}>
          Back to those before
        </button>
      )}
    </>
  );
}
