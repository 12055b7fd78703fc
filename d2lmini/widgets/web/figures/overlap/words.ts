// Overlap in words: what makes a cell, and how uneven the output of a constant is.
import { matrix, PLAIN, terms } from "../../math/arithmetic.ts";
import * as counts from "../../math/counts.ts";
import { format as f } from "../../math/words.ts";
import type { Cell } from "../../ui/grid.tsx";
import { isPainted, kernelOf, lineOf, type OverlapState } from "./state.ts";

/** What is said of the cell that is pointed at; "" where none is. */
export function wordsAt(s: OverlapState, Y: number[][], R: number[][], at: Cell | null) {
  if (!at) return "";
  const { name, i, j } = at;
  if (name === "K") return weightWords(s, i, j);
  const shown = { Y, R }[name];
  if (shown?.[i]?.[j] === undefined) return "";
  const line = lineOf(s);
  const reach = line[i] * line[j];
  const through = s.layers > 1 ? `, through ${s.layers} layers` : "";
  const value = `${name}[${i},${j}] = ${f(shown[i][j])}`;
  if (name === "R")
    return `${value}: ${stamps(reach)} here${through}, on a ramp that rises by 1 from column to column.`;
  if (!isPainted(s)) {
    return `Y[${i},${j}] = ${line[i]}·${line[j]} = ${reach}: ${line[i]} along the rows times ${line[j]} along the columns${through}.`;
  }
  if (s.layers > 1) return `${value}: ${stamps(reach)} here${through}.`;
  const K = kernelOf(s);
  const ones = matrix(s.n, s.n);
  const landed = terms(ones, K, { ...PLAIN, stride: s.stride }, i, j).map(({ a, b }) => f(K[a][b]));
  return `Y[${i},${j}] = ${landed.length > 1 ? `${landed.join(" + ")} = ` : ""}${f(Y[i][j])}: ${stamps(reach)} here, each with the weight that lies on this cell.`;
}

const stamps = (count: number) => (count === 1 ? "1 stamp lands" : `${count} stamps land`);

function weightWords(s: OverlapState, a: number, b: number) {
  const K = kernelOf(s);
  if (K[a]?.[b] === undefined) return "";
  const weight = `K[${a},${b}] = ${f(K[a][b])}`;
  if (s.layers > 1) return `${weight}.`;
  const sum = counts.flatPeriod(K, s.stride, 1)[a % s.stride][b % s.stride];
  return `${weight}. It meets the marked weights on the same cells of the output: together they are ${f(sum)}.`;
}

/** How uneven a flat input comes out, and of what. */
export function ratioWords(s: OverlapState) {
  const period = counts.flatPeriod(kernelOf(s), s.stride, s.layers);
  const values = period.flat();
  const [most, least] = [Math.max(...values), Math.min(...values)];
  if (most === least) return `Away from the borders every cell is ${f(most)}: no checkerboard.`;
  const sums =
    s.layers === 1
      ? ` Weights ${s.stride} apart land on the same cells; their sums are ${period.map((row) => row.map(f).join(", ")).join("; ")}.`
      : "";
  const told = least > 0 ? `, a ratio of ${f(most / least)}` : "";
  return `Away from the borders Y goes from ${f(least)} to ${f(most)}${told}.${sums}`;
}
