// What Overlap computes of its state.
import { type Matrix, matrix } from "../../math/arithmetic.ts";
import * as counts from "../../math/counts.ts";

export type OverlapState = {
  n: number;
  kernel: number;
  stride: number;
  layers: number;
  /** What the reader painted; every other weight is 1. */
  weights: Record<string, number>;
};

export const lineOf = (s: OverlapState) => counts.overlap(s.n, s.kernel, s.stride, s.layers);

export const kernelOf = (s: OverlapState): Matrix =>
  matrix(s.kernel, s.kernel, (a, b) => s.weights[`${a},${b}`] ?? 1);

export const isPainted = (s: OverlapState) =>
  kernelOf(s)
    .flat()
    .some((weight) => weight !== 1);

/** What the layers make of a constant, and of a ramp that rises by one from column to column. */
export const outputs = (s: OverlapState) => {
  const K = kernelOf(s);
  const of = (fill: (i: number, j: number) => number) =>
    counts.stacked(matrix(s.n, s.n, fill), K, s.stride, s.layers);
  return { Y: of(() => 1), R: of((_, j) => j + 1) };
};
