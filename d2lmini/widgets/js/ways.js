// Matrix: two more ways to the same Y, each computed on its own and shown as numbers.
import * as A from "./arithmetic.js";
import { h, write } from "./dom.js";
import { shown } from "./panel.js";
import { sum } from "./words.js";

/** @typedef {import("./types.js").State} State */
const CLOSE = 1e-6;

/** @param {State} s @param {A.Params} p The third way, besides stamping or sliding and the matrix. */
const third = (s, p) => (s.transposed ? A.transConvByZeros(s.X, s.K, p) : A.corr2dByTaps(s.X, s.K, p));

/** @param {import("./mount.js").Context} ctx */
export function createWays(ctx) {
  const nameOf = (/** @type {number} */ i, /** @type {number} */ j) => `Y[${i},${j}]`;
  const grids = ["V", "U"].map((name) => shown(ctx, name, "", "y", { small: true, nameOf }));
  grids.forEach(({ caption }) => caption.firstElementChild?.remove());
  const agree = h("p", { class: "note", "data-agree": "" });
  return {
    element: h("div", { class: "ways" }, agree, ...grids.map((grid) => grid.element)),
    /**
     * @param {State} s @param {A.Params} p @param {A.Matrix} M @param {A.Matrix} Y
     * @param {import("./grid.js").Marks} marks
     */
    update(s, p, M, Y, marks) {
      const names = [s.transposed ? "Wᵀ·vec(X)" : "W·vec(X)", s.transposed ? "zeros inserted, cross-correlated with turned K" : "tap by tap: K[a,b] times a part of X"];
      const ways = [A.multiply(M, s.X, Y[0].length), third(s, p)];
      ways.forEach((way, i) => {
        write(grids[i].text, `Y by ${names[i]}`);
        grids[i].update(way, marks, `Y by ${names[i]}`);
      });
      const verdicts = ways.map((way, i) => {
        const apart = A.distance(Y, way);
        return apart < CLOSE ? `✓ ${names[i]} gives the same` : `✕ ${names[i]} differs by ${A.format(apart)}`;
      });
      write(agree, `Three ways to the same Y: ${s.transposed ? "stamping" : "sliding the kernel"}; ${verdicts.join("; ")}.`);
    },
  };
}

/**
 * One cell's arithmetic in the third way.
 * @param {State} s @param {A.Params} p @param {number} o @param {number} q
 */
export function thirdWords(s, p, o, q) {
  const Z = s.transposed ? A.insertZeros(s.X, s.K, p).Z : s.X;
  const K = s.transposed ? A.flip(s.K) : s.K;
  const { stride, padding } = s.transposed ? A.PLAIN : p;
  const products = K.flatMap((/** @type {number[]} */ row, /** @type {number} */ a) =>
    row.map((k, b) => [k, Z[o * stride + a * p.dilation - padding]?.[q * stride + b * p.dilation - padding] ?? 0]));
  const how = s.transposed ? "K turned by 180° times a window of X with zeros inserted" : "each tap of K times the element of X it meets";
  return `Y[${o},${q}]: ${how}\n= ${sum(products)}`;
}
