// A matrix as a grid: one stop for the Tab key, arrow keys inside, cells that can be edited.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Matrix, shape } from "../math/arithmetic.ts";
import { format } from "../math/words.ts";
import { type Carry, carried } from "./carry.ts";
import { gridCell, NO_DRAFT, nameAt } from "./cell.tsx";
import { useDrag } from "./drag.ts";
import { isUndo, parseEntry } from "./entry.ts";
import { cellSide, fitted, isLarge } from "./heat.ts";
import { useKept } from "./kept.tsx";
import { type Cell, type Place, type Point, placeOf, pointing, step } from "./moves.ts";
import { scrub } from "./scrub.ts";
import { useUid } from "./uid.ts";

export type { Cell, Point };

/** "i,j" to class names, each after a space: see grid.css. */
export type Marks = Record<string, string>;

export function mark(marks: Marks, i: number, j: number, names: string) {
  const at = `${i},${j}`;
  marks[at] = `${marks[at] ?? ""} ${names}`;
}

export type GridProps = {
  /** X, K, Y, W…: how cells are called. */
  name: string;
  /** For those who do not see it. */
  title: string;
  /** What stands above the cells; left out, the title. */
  heading?: ComponentChildren;
  /** The class that colours the grid: x, k, y, w. */
  tone: string;
  small?: boolean;
  hidden?: boolean;
  /** The value of the strongest colour; makes the grid a picture where it is large, or on demand. */
  scale?: number;
  /** What the reader chose for several grids at once, and how to choose; left out, each has its own. */
  chosen?: [boolean | null, ((picture: boolean) => void)?];
  values: Matrix;
  marks?: Marks;
  /** What stands above and beside the cells, and scrolls with them: see .edges. */
  edges?: ComponentChildren;
  text?: (value: number, i: number, j: number) => string;
  /** Opens a phone's keyboard of digits, which may lack a minus and a point. */
  digits?: boolean;
  /** A cell's name where it is not name[i,j]. */
  nameOf?: (i: number, j: number) => string;
  /** Makes the grid editable; returns a refusal. */
  onEdit?: (i: number, j: number, value: number) => string;
  /** Lets an entry be empty; called when it becomes so. */
  onClear?: (i: number, j: number) => string;
  onPoint: Point;
  /** Makes marked cells a thing that is dragged over the grid. */
  onCarry?: Carry;
};

export function Grid(props: GridProps) {
  const { name, title, values, scale } = props;
  const errorId = useUid();
  const [rows, cols] = shape(values);
  const editing = useEditing(props);
  // until the reader chooses, the size decides
  const own = useState<boolean | null>(null);
  const [chosen, choose] = props.chosen ?? own;
  const picture = scale !== undefined && (chosen ?? isLarge(rows, cols));
  return (
    <div
      class={`grid ${props.tone}${props.small ? " small" : ""}${picture ? " picture" : ""}`}
      data-grid={name}
      hidden={props.hidden}
    >
      <div class="cap">
        {props.heading ?? title}
        {scale !== undefined && choose && (
          <button
            type="button"
            aria-label={`${name} as a picture`}
            aria-pressed={picture}
            onClick={() => choose(!picture)}
          >
            as a picture
          </button>
        )}
      </div>
      <div
        class={`scroll${props.edges ? " edges" : ""}`}
        style={{ "--side": cellSide(rows, cols), "--fit": fitted(rows, cols) }}
      >
        {props.edges}
        <Cells {...{ grid: props, editing, picture, errorId }} />
      </div>
      <p class="error" id={errorId} role="alert">
        {editing.problem}
      </p>
    </div>
  );
}

type CellsProps = { grid: GridProps; editing: Editing; picture: boolean; errorId: string };

/** The cells: one stop for the Tab key, which stays where the focus was. */
function Cells({ grid, editing, picture, errorId }: CellsProps) {
  const { name, title, values, onPoint } = grid;
  const [rows, cols] = shape(values);
  const [stop, setStop] = useState<Place>([0, 0]);
  const tabStop = `${Math.min(stop[0], rows - 1)},${Math.min(stop[1], cols - 1)}`;
  const dragged = useDrag(({ target }) =>
    target instanceof HTMLInputElement ? editing.scrub(target) : carried(target, grid),
  );
  const keep = useKept();
  const cell = (value: number, i: number, j: number) => {
    const at = `${i},${j}`;
    const tabIndex = at === tabStop ? 0 : -1;
    const draft = editing.draft.at === at ? editing.draft : NO_DRAFT;
    const draw = () => gridCell({ grid, draft, value, i, j, tabIndex, errorId, picture });
    const shown = [(grid.text ?? format)(value, i, j), nameAt(grid, i, j), grid.marks?.[at], tabIndex];
    const shade = grid.scale && [value, grid.scale, rows, cols];
    return keep(at, [...shown, draft.text, draft.bad, picture, shade].join("|"), draw);
  };
  const line = (row: number[], i: number) => {
    const draw = () => (
      <div class="d2l-row" role="row">
        {row.map((value, j) => cell(value, i, j))}
      </div>
    );
    const here = (at: string) => at.startsWith(`${i},`);
    const { at, text, bad } = editing.draft;
    const of = [
      rowOf(grid, i),
      here(tabStop) && tabStop,
      here(at) && [at, text, bad],
      picture && [rows, cols],
    ];
    return keep(String(i), of.join("|"), draw);
  };
  return (
    <div
      class="cells"
      role="grid"
      aria-label={`${title}, ${rows} by ${cols}`}
      style={{ "--cols": cols, "--wide": `${wide(grid)}rem` }}
      {...pointing(name, onPoint)}
      {...dragged}
      onFocusIn={({ target }) => {
        const [i, j] = placeOf(target as Element);
        setStop([i, j]);
        onPoint({ name, i, j });
      }}
      onKeyDown={(event) => press(event, grid, editing)}
      onInput={(event) => editing.edit(event.target as HTMLInputElement)}
      onChange={editing.settle}
    >
      {values.map(line)}
    </div>
  );
}

/** What a row is drawn of, besides what is being done to it: most are as they were and need no other look. */
function rowOf({ values, text, nameOf, marks = {}, scale }: GridProps, i: number) {
  const row = values[i];
  const names = nameOf && [nameOf(i, 0), nameOf(i, row.length - 1)];
  const marked = row.map((_, j) => marks[`${i},${j}`]);
  return [row, text && row.map((v, j) => text(v, i, j)), names, marked, row.some(Boolean) && scale];
}

/** What a key does in a grid: takes back a refused entry, lets go of a cell, or moves the focus. */
function press(event: KeyboardEvent & { currentTarget: Element }, grid: GridProps, editing: Editing) {
  if (editing.draft.bad && isUndo(event)) {
    event.preventDefault();
    editing.drop();
    return;
  }
  if (event.key === "Escape") {
    editing.drop();
    grid.onPoint(null, true);
    return;
  }
  const next = step(event, placeOf(event.target as Element), ...shape(grid.values));
  if (!next) return;
  event.preventDefault();
  focusAt(event.currentTarget, next);
}

function focusAt(cells: Element, [i, j]: Place) {
  const cell = cells.children[i]?.children[j] as HTMLElement;
  const input = cell.querySelector("input");
  (input ?? cell).focus();
  input?.select();
}

/** What is being typed into a cell, and why the last entry was refused. */
function useEditing(grid: GridProps) {
  const { values, text = format, onEdit, onClear } = grid;
  const [draft, setDraft] = useState(NO_DRAFT);
  const size = String(shape(values));
  const [refused, setRefused] = useState({ words: "", size });

  const take = (i: number, j: number, typed: string) => {
    if (onClear && typed.trim() === "") return onClear(i, j);
    const { value, reason } = parseEntry(typed);
    return reason || onEdit?.(i, j, value) || "";
  };
  const edit = (input: HTMLInputElement) => {
    const [i, j] = placeOf(input);
    const typed = { at: `${i},${j}`, text: input.value, bad: false };
    setDraft(typed);
    const why = take(i, j, input.value);
    if (why) setDraft({ ...typed, bad: true });
    const kept = text(values[i][j], i, j) || "empty";
    setRefused({ words: why && `${nameAt(grid, i, j)}: ${why}. It stays ${kept}.`, size });
  };
  const settle = () => setDraft(NO_DRAFT);
  const drop = () => [settle(), setRefused({ words: "", size })];
  /** What dragging an entry does: one that is empty counts from 0. */
  const drag = (input: HTMLInputElement) => {
    const [i, j] = placeOf(input);
    return scrub({
      from: text(values[i][j], i, j) === "" ? 0 : values[i][j],
      allows: (value) => !parseEntry(String(value)).reason,
      commit: (value) => [drop(), onEdit?.(i, j, value)],
    });
  };
  return { draft, edit, settle, drop, scrub: drag, problem: refused.size === size ? refused.words : "" };
}

type Editing = ReturnType<typeof useEditing>;

/** An entry of several digits needs a wider cell: an input does not make room for itself. */
function wide({ onEdit, values, text = format }: GridProps) {
  if (!onEdit) return 0;
  const longest = Math.max(...values.flatMap((row, i) => row.map((v, j) => text(v, i, j).length)));
  return longest * 0.6;
}
