// The fields of a prediction: nothing is shown of the answer before the reader has committed to one.
import { useEffect, useState } from "preact/hooks";
import { check, type Question, type Verdict } from "./check.ts";
import * as shelf from "./keep.ts";

const PATIENCE = 2; // wrong answers, after which the right one can be looked at

export type Shelf = Pick<typeof shelf, "keep" | "recall">;
type Props = { question: Question; reveal: (open: boolean) => void; kept?: Shelf };

export function Predict({ question, reveal, kept: { keep, recall } = shelf }: Props) {
  const [entered, setEntered] = useState<string[]>(
    () => recall(question)?.entered ?? question.answer.map(() => ""),
  );
  const [verdict, setVerdict] = useState<Verdict | null>(() =>
    recall(question) ? check(question, entered) : null,
  );
  const [missed, setMissed] = useState(0);
  useEffect(() => {
    if (verdict?.said === "right") reveal(true);
  }, []);

  const commit = (event: Event) => {
    event.preventDefault();
    const next = check(question, entered);
    setVerdict(next);
    if (next.said === "not attempted") return;
    const misses = missed + (next.said === "wrong" ? 1 : 0);
    setMissed(misses);
    keep(question, { entered, right: next.said === "right" });
    if (next.said === "right" || misses >= PATIENCE) reveal(next.said === "right");
  };
  const type = (index: number, text: string) => {
    setEntered(entered.map((old, i) => (i === index ? text : old)));
    setVerdict(null);
  };
  return (
    <form onSubmit={commit} noValidate>
      {question.asks === "choice" ? (
        <Options question={question} chosen={entered[0] ?? ""} choose={(text) => type(0, text)} />
      ) : (
        <Fields question={question} entered={entered} type={type} />
      )}
      <button type="submit">Check</button>
      <p role="status" class={verdict?.said === "right" ? "right" : ""}>
        {verdict ? words(verdict, question) : ""}
      </p>
      {missed > 0 && verdict?.said !== "right" && question.hint && <p class="hint">Hint: {question.hint}</p>}
    </form>
  );
}

type FieldsProps = { question: Question; entered: string[]; type: (index: number, text: string) => void };

function Fields({ question, entered, type }: FieldsProps) {
  return (
    <div class={`fields ${question.asks}`} style={{ "--columns": question.columns }}>
      {entered.map((text, index) => {
        const label = labelOf(question, index);
        const field = (
          <input
            value={text}
            inputMode="text"
            autoComplete="off"
            size={5}
            aria-label={label}
            onInput={(event) => type(index, event.currentTarget.value)}
          />
        );
        if (question.asks !== "settings") return field;
        return (
          <label>
            <span>{label}</span>
            {field}
          </label>
        );
      })}
    </div>
  );
}

type OptionsProps = { question: Question; chosen: string; choose: (index: string) => void };

function Options({ question, chosen, choose }: OptionsProps) {
  return (
    <fieldset class="fields choice" aria-label="your answer">
      {question.options.map((option, index) => (
        <label>
          <input
            type="radio"
            name={`predict-${question.name}`}
            checked={chosen === String(index)}
            onChange={() => choose(String(index))}
          />
          {option}
        </label>
      ))}
    </fieldset>
  );
}

function labelOf({ asks, columns, settings }: Question, index: number) {
  if (settings) return settings.find[index]?.replace("_", " ");
  if (asks === "shape") return index === 0 ? "rows" : "columns";
  if (asks === "number") return "your answer";
  return `row ${Math.floor(index / columns)}, column ${index % columns}`;
}

function words({ said, feedback }: Verdict, { asks }: Question) {
  if (said === "right") return "Right.";
  if (said === "not attempted" && asks === "choice") return "Not attempted: choose one.";
  if (said === "not attempted") return "Not attempted: put a number into every field.";
  return `Not yet. ${feedback}`.trim();
}
