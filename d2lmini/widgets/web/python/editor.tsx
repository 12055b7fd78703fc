// A plain editor: line numbers, indentation, and a mark on a line. Escape, then Tab leaves it.
import { useRef } from "preact/hooks";

type Props = {
  label: string;
  text: string;
  marked: number | null;
  write: (text: string) => void;
  run: () => void;
};

const INDENT = "    ";

/** The spaces that a new line below a line begins with. */
export function indentBelow(line: string): string {
  const own = line.match(/^ */)?.[0] ?? "";
  return line.trimEnd().endsWith(":") ? own + INDENT : own;
}

/** Text as if typed: the browser keeps it for its undo. */
function type(area: HTMLTextAreaElement, text: string) {
  if (text ? document.execCommand("insertText", false, text) : document.execCommand("delete")) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Moves the selected lines by one step to the right, or to the left. */
function shift(area: HTMLTextAreaElement, left: boolean) {
  const { value, selectionStart, selectionEnd } = area;
  if (!left && selectionStart === selectionEnd) return type(area, INDENT);
  const first = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const after = value.indexOf("\n", selectionEnd);
  const end = after < 0 ? value.length : after;
  const lines = value.slice(first, end).split("\n");
  const moved = lines.map((line) => (left ? line.replace(/^ {1,4}/, "") : INDENT + line)).join("\n");
  area.setSelectionRange(first, end);
  type(area, moved);
  area.setSelectionRange(
    selectionStart === selectionEnd ? first + moved.length : first,
    first + moved.length,
  );
}

export function Editor({ label, text, marked, write, run }: Props) {
  const leaving = useRef(false);
  const press = (event: KeyboardEvent) => {
    const area = event.currentTarget;
    if (!(area instanceof HTMLTextAreaElement)) return;
    const left = leaving.current;
    leaving.current = event.key === "Escape" || (left && event.key === "Shift");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
    else if (event.key === "Tab" && !left) shift(area, event.shiftKey);
    else if (event.key === "Enter" && !event.isComposing) {
      const before = area.value.slice(0, area.selectionStart);
      type(area, `\n${indentBelow(before.slice(before.lastIndexOf("\n") + 1))}`);
    } else return;
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
      <textarea
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
  );
}
