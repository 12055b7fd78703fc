// Puts the fields of every prediction of a page below its question.
import { render } from "preact";
import type { Question } from "./check.ts";
import { Predict } from "./predict.tsx";
import { startQuiz } from "./quiz.tsx";

function start(script: Element) {
  const answer = script.parentElement?.querySelector<HTMLDetailsElement>("details.answer");
  if (!answer) return;
  const question: Question = JSON.parse(script.textContent ?? "");
  const box = document.createElement("div");
  const reveal = (open: boolean) => {
    answer.hidden = false;
    answer.open = open;
  };
  script.after(box);
  const list = script.parentElement?.querySelector<HTMLElement>("ul.options");
  if (list) list.hidden = true; // the fields show the options
  answer.hidden = true;
  render(<Predict question={question} reveal={reveal} />, box);
}

function startAll() {
  const scripts = document.querySelectorAll(":not(.d2l-draw) > script[data-predict]");
  for (const script of scripts) start(script);
  const place = document.querySelector<HTMLElement>(".d2l-quiz");
  if (place) startQuiz(place);
}

startAll(); // deferred: the page stands
