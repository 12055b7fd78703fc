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
  const ratio = counts.unevenness(period);
  if (!isPainted(s)) return countWords(s, ratio);
  const values = period.flat();
  const [most, least] = [Math.max(...values), Math.min(...values)];
  if (most === least) return `Away from the borders every cell is ${f(most)}: no checkerboard.`;
  const sums =
    s.layers === 1 && values.length > 1
      ? ` Weights ${s.stride} apart land on the same cells; their sums are ${period.map((row) => row.map(f).join(", ")).join("; ")}.`
      : "";
  const told = ratio === Infinity ? "" : `, a ratio of ${f(ratio)}`;
  return `Away from the borders the output of a constant goes from ${f(least)} to ${f(most)}${told}.${sums}`;
}

function countWords(s: OverlapState, ratio: number) {
  const period = counts.overlapPeriod(s.kernel, s.stride, s.layers);
  const [most, least] = [Math.max(...period), Math.min(...period)];
  const repeated = `${period.slice(0, 16).join(", ")}${period.length > 16 ? ", …" : ""}`;
  const pattern = `Away from the borders one line repeats ${repeated}`;
  if (ratio === Infinity)
    return `${pattern}: the kernel is smaller than the stride, so some cells get no stamp at all.`;
  const even = ratio === 1 ? " Every cell gets as many: no checkerboard." : "";
  return `${pattern}; in two directions the counts go from ${least}² = ${least ** 2} to ${most}² = ${most ** 2}, a ratio of ${f(ratio)}.${even}`;
}
