// What Matrix computes of its state.
import * as A from "../../math/arithmetic.ts";

export type MatrixState = A.Params & { X: A.Matrix; K: A.Matrix; transposed: boolean };

/** Only the transposed convolution has output padding. */
export const params = (s: MatrixState): A.Params => ({
  stride: s.stride,
  padding: s.padding,
  dilation: s.dilation,
  output_padding: s.transposed ? s.output_padding : 0,
});

/** The shape of the larger array, which W multiplies. */
export const largeShape = (s: MatrixState): [number, number] =>
  s.transposed ? A.transShape(s.X, s.K, params(s)) : A.shape(s.X);

/** W, or its transpose: the matrix that multiplies X. */
export function matrixOf(s: MatrixState) {
  const W = A.kernelMatrix(s.K, largeShape(s), params(s));
  return s.transposed ? A.transpose(W) : W;
}

export const result = (s: MatrixState) =>
  s.transposed ? A.transConv(s.X, s.K, params(s)) : A.corr2d(s.X, s.K, params(s));

/** The third way to Y, besides stamping or sliding and the matrix. */
export const thirdWay = (s: MatrixState) =>
  s.transposed ? A.transConvByZeros(s.X, s.K, params(s)) : A.corr2dByTaps(s.X, s.K, params(s));
