// Labelled controls: whole numbers with − and +, sliders, switches, choices, lists.
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { useDrag } from "./drag.ts";
import { isUndo, parseWhole } from "./entry.ts";
import { scrub } from "./scrub.ts";
import { useUid } from "./uid.ts";

type NumberProps = {
  label: string;
  value: number;
  /** Returns why the number is refused, or "". */
  commit: (value: number) => string;
  /** Why a number would be refused, or "". */
  why: (value: number) => string;
  hidden?: boolean;
};

const SETTLED = { text: null as string | null, why: "", before: NaN };

/** What is being typed instead of a number, and why it is refused. */
function useTyped(value: number, commit: (value: number) => string) {
  const [typed, setTyped] = useState(SETTLED);
  // both count until the number changes from elsewhere
  const current = typed.before === value || (typed.text && Number(typed.text) === value) ? typed : SETTLED;
  const attempt = (input: string, leaving: boolean) => {
    const next = { text: leaving ? null : input, why: "", before: value };
    setTyped(next);
    const entry = parseWhole(input);
    const why = entry.reason || commit(entry.value);
    if (why) setTyped({ ...next, why });
  };
  return { ...current, attempt, settle: () => setTyped(SETTLED) };
}

export function NumberField({ label, value, commit, why: whyNot, hidden }: NumberProps) {
  const [id, errorId] = [useUid(), useUid()];
  const { text, why, attempt, settle } = useTyped(value, commit);
  const nudge = (by: number) => {
    if (!whyNot(value + by)) attempt(String(value + by), true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      nudge(event.key === "ArrowUp" ? 1 : -1);
    } else if (event.key === "Escape") settle();
    else if (why && text !== null && isUndo(event)) {
      event.preventDefault();
      settle();
    }
  };
  const dragged = useDrag(() => {
    settle();
    return scrub({ from: value, allows: (next) => !whyNot(next), commit });
  });
  const nudger = (by: number, words: string, sign: string) => (
    <Button label={`${label}: ${words}`} off={whyNot(value + by)} act={() => nudge(by)}>
      {sign}
    </Button>
  );
  return (
    <div class="field" data-field={label} hidden={hidden}>
      <label for={id}>{label}</label>
      <div class="stepper">
        {nudger(-1, "one less", "−")}
        <input
          id={id}
          type="text"
          inputMode="numeric"
          autocomplete="off"
          aria-describedby={errorId}
          aria-invalid={why && text !== null ? "true" : undefined}
          value={text ?? String(value)}
          onInput={(event) => attempt(event.currentTarget.value, false)}
          onChange={(event) => attempt(event.currentTarget.value, true)}
          onKeyDown={onKeyDown}
          {...dragged}
        />
        {nudger(1, "one more", "+")}
      </div>
      <p class="error" id={errorId} role="alert">
        {why && `${why}. It stays ${value}.`}
      </p>
    </div>
  );
}

type SliderProps = {
  label: string;
  index: number;
  max: number;
  text: string;
  commit: (index: number) => void;
};

/** A slider with its value beside it, for ranges too wide for a stepper. */
export function Slider({ label, index, max, text, commit }: SliderProps) {
  const id = useUid();
  return (
    <div class="slider" data-field={label}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={max}
        value={index}
        aria-valuetext={text}
        onInput={(event) => commit(event.currentTarget.valueAsNumber)}
      />
      <output for={id}>{text}</output>
    </div>
  );
}

type ToggleProps = { label: string; on: boolean; commit: (on: boolean) => void; hidden?: boolean };

export function Toggle({ label, on, commit, hidden }: ToggleProps) {
  return (
    <label class="d2l-check" hidden={hidden}>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        onChange={(event) => commit(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}

type ChoiceProps<V extends string> = {
  label: string;
  /** Value and text. */
  choices: [V, string][];
  value: V | "";
  commit: (value: V) => void;
  /** Why a choice would be refused, or "". */
  why?: (value: V) => string;
  hidden?: boolean;
};

export function Choice<V extends string>({ label, choices, value, commit, why, hidden }: ChoiceProps<V>) {
  const name = useUid();
  return (
    <fieldset class="choice" hidden={hidden}>
      <legend>{label}</legend>
      {choices.map(([one, text]) => {
        const off = one === value ? "" : (why?.(one) ?? "");
        return (
          <label key={one} title={off}>
            <input
              type="radio"
              name={name}
              value={one}
              checked={one === value}
              disabled={off !== ""}
              onChange={() => commit(one)}
            />
            <span>{text}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

type Size = [number, number];

type SizeProps = {
  name: string;
  size: Size;
  max: number;
  commit: (size: Size) => void;
  /** Why a size would be refused, or "". */
  why: (size: Size) => string;
};

/** Rows and columns of an array as two small lists, of which only what fits can be chosen. */
export function SizeField({ name, size, max, commit, why }: SizeProps) {
  const list = (side: string, axis: number) => {
    const at = (n: number): Size => (axis === 0 ? [n, size[1]] : [size[0], n]);
    return (
      <select
        aria-label={`${side} of ${name}`}
        value={size[axis]}
        onChange={(event) => commit(at(Number(event.currentTarget.value)))}
      >
        {Array.from({ length: max }, (_, i) => (
          <option key={i} value={i + 1} disabled={i + 1 !== size[axis] && why(at(i + 1)) !== ""}>
            {i + 1}
          </option>
        ))}
      </select>
    );
  };
  return (
    <span class="size">
      {list("rows", 0)}×{list("columns", 1)}
    </span>
  );
}

type PickerProps = {
  label: string;
  texts: string[];
  /** Which is chosen; -1: none, and `none` says so. */
  at: number;
  none?: string;
  commit: (index: number) => void;
};

export function Picker({ label, texts, at, none, commit }: PickerProps) {
  const id = useUid();
  return (
    <div class="field picker" data-field={label} hidden={texts.length === 0}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={at < 0 ? "" : String(at)}
        onChange={({ currentTarget: { value } }) => value !== "" && commit(Number(value))}
      >
        {none && <option value="">{none}</option>}
        {texts.map((text, i) => (
          <option key={text} value={String(i)}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

type MoreProps = {
  /** Whether something below is not as it is by default, and so has to be seen. */
  changed: boolean;
  children: ComponentChildren;
};

/** Controls that a figure can begin without; once open, it is closed by the reader only. */
export function More({ changed, children }: MoreProps) {
  const seen = useRef(false);
  seen.current ||= changed;
  return (
    <details open={seen.current}>
      <summary>More</summary>
      <div class="more">{children}</div>
    </details>
  );
}

type ButtonProps = {
  label?: string;
  main?: boolean;
  /** Why the button can do nothing now, or "". */
  off?: string;
  act: () => void;
  children: ComponentChildren;
};

/** A button that stays where the focus is when it has come to its end, so it is never `disabled`. */
export const Button = ({ label, main, off, act, children }: ButtonProps) => (
  <button
    type="button"
    class={main ? "main" : undefined}
    aria-label={label}
    aria-disabled={off ? "true" : undefined}
    title={off}
    onClick={() => off || act()}
  >
    {children}
  </button>
);
