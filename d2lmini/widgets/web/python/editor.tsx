// An editor of programs: a text field, its colours behind it, line numbers, and a mark on a line. Escape, then Tab leaves it.
import { useEffect, useRef, useState } from "preact/hooks";
import { pairBeside, partsOf } from "./colours.ts";
import { type Typed, typed } from "./keys.ts";

type Props = {
  label: string;
  text: string;
  marked: number | null;
  write: (text: string) => void;
  run: () => void;
};

/** Text as if typed: the browser keeps it for its undo. */
function type(area: HTMLTextAreaElement, { from, to, text, select: [start, end] }: Typed) {
  area.setSelectionRange(from, to);
  const changes = from < to || text !== "";
  if (changes && !(text ? document.execCommand("insertText", false, text) : document.execCommand("delete"))) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from + start, from + end);
}

export function Editor({ label, text, marked, write, run }: Props) {
  const leaving = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const caret = useCaret(field);
  const press = (event: KeyboardEvent) => {
    const area = field.current;
    if (!area || event.isComposing) return;
    const left = leaving.current;
    leaving.current = event.key === "Escape" || (left && event.key === "Shift");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
    else {
      if (event.ctrlKey || event.metaKey || (event.key === "Tab" && left)) return;
      const { value, selectionStart: start, selectionEnd: end } = area;
      const what = typed({ text: value, start, end }, event.key, event.shiftKey);
      if (!what) return;
      type(area, what);
    }
    event.preventDefault();
  };
  const lines = text.split("\n").length;
  return (
    <div class="editor">
      <div class="numbers" aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <div key={index} class={index + 1 === marked ? "marked" : ""}>
            {index + 1}
          </div>
        ))}
      </div>
      <div class="text">
        <Colours text={text} caret={caret} />
        <textarea
          ref={field}
          aria-label={label}
          aria-description="Tab indents. To leave, press Escape, then Tab. Control and Enter run the program."
          spellcheck={false}
          autocapitalize="off"
          autocomplete="off"
          wrap="off"
          rows={Math.max(8, lines + 1)}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={press}
          onBlur={() => {
            leaving.current = false;
          }}
        />
      </div>
    </div>
  );
}

/** Where the caret stands; null while something is selected or another field has the focus. */
function useCaret(field: { current: HTMLTextAreaElement | null }) {
  const [caret, set] = useState<number | null>(null);
  useEffect(() => {
    const look = () => {
      const area = field.current;
      const here = area && document.activeElement === area && area.selectionStart === area.selectionEnd;
      set(here ? area.selectionStart : null);
    };
    const events = ["selectionchange", "focusin", "focusout"];
    for (const event of events) document.addEventListener(event, look);
    return () => {
      for (const event of events) document.removeEventListener(event, look);
    };
  }, []);
  return caret;
}

/** The program in the colours of the book's code, which lies behind the field's own, unseen letters. */
function Colours({ text, caret }: { text: string; caret: number | null }) {
  const pair = caret === null ? null : pairBeside(text, caret);
  let at = 0;
  return (
    <pre class="highlight" aria-hidden="true">
      {partsOf(text).map((part, index) => {
        const isPaired = pair?.includes(at) === true;
        at += part.text.length;
        if (!part.class && !isPaired) return part.text;
        return (
          <span key={index} class={isPaired ? "pair" : part.class}>
            {part.text}
          </span>
        );
      })}
      {"\n"}
    </pre>
  );
}
