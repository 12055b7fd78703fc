// What Matrix computes of its state.
import * as A from "../../math/arithmetic.ts";

export type MatrixState = A.Params & { X: A.Matrix; K: A.Matrix; transposed: boolean };

/** The shape of the larger array, which W multiplies. */
export const largeShape = (s: MatrixState): [number, number] =>
  s.transposed ? A.transShape(s.X, s.K, s) : A.shape(s.X);

/** W, or its transpose: the matrix that multiplies X. */
export function matrixOf(s: MatrixState) {
  const W = A.kernelMatrix(s.K, largeShape(s), s);
  return s.transposed ? A.transpose(W) : W;
}

export const result = (s: MatrixState) => (s.transposed ? A.transConv(s.X, s.K, s) : A.corr2d(s.X, s.K, s));

/** The third way to Y, besides stamping or sliding and the matrix. */
export const thirdWay = (s: MatrixState) =>
  s.transposed ? A.transConvByZeros(s.X, s.K, s) : A.corr2dByTaps(s.X, s.K, s);
