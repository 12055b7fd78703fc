// Matrix: two more ways to the same Y, each computed on its own.
import { distance, type Matrix, multiply } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { type MatrixState, thirdWay } from "./state.ts";

const CLOSE = 1e-6;

/** Names of grids: Y by stamping or sliding, V by the matrix, U by the third way. */
export type WayName = "Y" | "V" | "U";

export type Ways = Record<WayName, { name: string; values: Matrix }>;

export const waysTo = (s: MatrixState, M: Matrix, Y: Matrix): Ways => ({
  Y: { name: s.transposed ? "stamping" : "sliding K", values: Y },
  V: { name: s.transposed ? "Wᵀ·vec(X)" : "W·vec(X)", values: multiply(M, s.X, Y[0].length) },
  U: { name: s.transposed ? "zeros inserted, K turned" : "tap by tap", values: thirdWay(s) },
});

/** Whether they agree. */
export function agreement({ Y, V, U }: Ways) {
  const verdicts = [V, U].map(({ name, values }) => {
    const apart = distance(Y.values, values);
    return apart < CLOSE ? `✓ ${name} gives the same` : `✕ ${name} differs by ${f(apart)}`;
  });
  return `Three ways to the same Y: ${Y.name}; ${verdicts.join("; ")}.`;
}
