// Computes cases handed over as JSON on standard input, so that Python can compare.
import { readFileSync } from "node:fs";
import * as A from "../../d2lmini/widgets/js/arithmetic.js";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ X, K, ...p }) => {
  const { Z } = A.insertZeros(X, K, p);
  const Y = A.transConv(X, K, p);
  return {
    Y,
    viaZeros: A.corr2d(Z, A.flip(K), { stride: 1, padding: 0, dilation: p.dilation }),
    viaTerms: A.map(Y, (_, i, j) =>
      A.terms(X, K, p, i, j).reduce((sum, t) => sum + X[t.i][t.j] * K[t.a][t.b], 0)),
    W: A.kernelMatrix(K, A.shape(Y), p),
    back: A.corr2d(Y, K, p),
  };
});
process.stdout.write(JSON.stringify(answers));
