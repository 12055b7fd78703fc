// What states.json, which Python reads too, declares of every figure's state.
import declared from "../../states.json" with { type: "json" };

/** One key of a state. */
export type Declared = {
  /** answers, array, choice, count, size, switch or times: count and size are whole numbers. */
  kind: string;
  label: string;
  default: unknown;
  low?: number;
  high?: number;
  /** Most rows and columns. */
  side?: number;
  choices?: string[];
};

export const { largest, largest_digit, most_entries, most_cells, levels } = declared;

export const figures: Record<string, Record<string, Declared>> = declared.figures;
