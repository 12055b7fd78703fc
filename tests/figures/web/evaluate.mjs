// Computes cases handed over as JSON on standard input, so that Python can compare.
import { readFileSync } from "node:fs";
import * as A from "../../../d2lmini/widgets/web/math/arithmetic.ts";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ X, K, ...p }) => {
  const Y = A.transConv(X, K, p);
  return {
    Y,
    viaZeros: A.transConvByZeros(X, K, p),
    // from the stride on, output padding makes W taller than X has cells
    viaMatrix:
      p.output_padding < p.stride
        ? A.multiply(A.transpose(A.kernelMatrix(K, A.shape(Y), p)), X, Y[0].length)
        : Y,
    viaTerms: A.map(Y, (_, i, j) =>
      A.terms(X, K, p, i, j).reduce((sum, t) => sum + X[t.i][t.j] * K[t.a][t.b], 0),
    ),
    W: A.kernelMatrix(K, A.shape(Y), p),
    back: A.corr2d(Y, K, p),
    backByTaps: A.corr2dByTaps(Y, K, p),
  };
});
process.stdout.write(JSON.stringify(answers));
