// One cell of a grid: its number, or the field for it, and what its marks mean.
import { format } from "../math/words.ts";
import { parseEntry } from "./entry.ts";
import type { GridProps } from "./grid.tsx";
import { heat, inward } from "./heat.ts";
import { pairOf } from "./pairs.ts";

/** What is being typed into the cell at "i,j". */
export type Draft = { at: string; text: string; bad: boolean };

export const NO_DRAFT: Draft = { at: "", text: "", bad: false };

export const nameAt = ({ name, nameOf }: GridProps, i: number, j: number) =>
  nameOf?.(i, j) ?? `${name}[${i},${j}]`;

type CellProps = {
  grid: GridProps;
  value: number;
  i: number;
  j: number;
  tabIndex: number;
  errorId: string;
  draft: Draft;
  picture: boolean;
};

export function gridCell({ grid, value, i, j, tabIndex, errorId, draft, picture }: CellProps) {
  const content = (grid.text ?? format)(value, i, j);
  const names = grid.marks?.[`${i},${j}`] ?? "";
  const place = {
    "data-i": i,
    "data-j": j,
    class: `d2l-cell${names}${grid.scale && content ? heat(value, grid.scale) : ""}`,
    role: "gridcell" as const,
    ...pairOf(names),
  };
  const name = nameAt(grid, i, j);
  if (!grid.onEdit) {
    return (
      <div {...place} tabIndex={tabIndex} aria-label={`${name} = ${content || "empty"}${spoken(names)}`}>
        {picture ? <span class={inward(grid.values, i, j)}>{content}</span> : content}
      </div>
    );
  }
  const typing = draft.bad || (draft.at && parseEntry(draft.text).value === parseEntry(content).value);
  return (
    <div {...place}>
      <input
        data-i={i}
        data-j={j}
        type="text"
        inputMode={grid.digits ? "numeric" : "text"}
        autocomplete="off"
        spellcheck={false}
        tabIndex={tabIndex}
        aria-describedby={errorId}
        aria-invalid={draft.bad ? "true" : undefined}
        aria-label={name + spoken(names.replace(/hit|now/g, ""))}
        value={typing ? draft.text : content}
      />
    </div>
  );
}

const SPOKEN: Record<string, string> = {
  cropped: "cropped",
  hit: "marked",
  now: "marked",
  edge: "near a border",
  right: "right",
  wrong: "wrong",
};

/** What marks mean, for those who do not see them. */
function spoken(names: string) {
  if (!names) return "";
  const words = new Set(Object.keys(SPOKEN).flatMap((key) => (names.includes(key) ? [SPOKEN[key]] : [])));
  return [...words].map((word) => `, ${word}`).join("");
}
