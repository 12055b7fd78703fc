// What Shapes computes of its state: sizes, and the cells along one axis.
import { convSize, type Params, transSize } from "../../math/arithmetic.ts";

export type ShapesState = Params & { n: number; kernel: number };

export const forth = (s: ShapesState, n: number) => convSize(n, s.kernel, s);

export const back = (s: ShapesState, o: number, output_padding = s.output_padding) =>
  transSize(o, s.kernel, { ...s, output_padding });

/** Every input size with this output size. */
export const collapsing = (s: ShapesState, o: number) =>
  Array.from({ length: s.stride }, (_, i) => back(s, o, i)).filter((n) => n >= 1);

/** How many cells of the padded input the last window leaves over. */
export const leftOver = (s: ShapesState, n: number) => n - back(s, forth(s, n), 0);

/** Most cells along the ruler: of longer inputs the end is drawn, where windows stop. */
const MOST_CELLS = 32;
const MOST_WINDOWS = 6;

/** The sizes to compare, one before and one after those of one output size; where the drawing starts and ends. */
export function ruler(s: ShapesState) {
  const o = forth(s, s.n);
  const group = collapsing(s, o);
  const sizes = [group[0] - 1, ...group, group[group.length - 1] + 1].filter(
    (n) => n >= 1 && forth(s, n) >= 1,
  );
  const longest = Math.max(...sizes, back(s, o) - s.padding) + 2 * s.padding;
  const from = Math.max(0, longest - MOST_CELLS);
  const first = Math.max(0, o - MOST_WINDOWS);
  const windows = Array.from({ length: o - first }, (_, i) =>
    Array.from({ length: s.kernel }, (_, a) => (first + i) * s.stride + a * s.dilation).filter(
      (at) => at >= from,
    ),
  );
  return { o, group, sizes, from, cells: longest - from, first, windows };
}

/** What a cell of the padded input is, by its place; "" beyond the end. */
export function kindOf(s: ShapesState, n: number, at: number) {
  if (at >= n + 2 * s.padding) return "";
  const pad = at < s.padding || at >= n + s.padding ? "pad" : "in";
  return at >= n + 2 * s.padding - leftOver(s, n) ? `${pad} left` : pad;
}

/** The same of what comes back: the cells that output padding adds are those at the end. */
export function backKind(s: ShapesState, size: number, at: number) {
  if (at < s.padding || at >= s.padding + size) return "";
  return at >= s.padding + size - s.output_padding ? "in left" : "in";
}
