// Arithmetic written out.
import { format as f } from "./arithmetic.js";

/** @param {number} v */
const factor = (v) => (v < 0 ? `(${f(v)})` : f(v));

/** @param {number[][]} products  Pairs to multiply and add up. */
export function sum(products) {
  if (products.length === 0) return "0";
  const total = products.reduce((t, [v, k]) => t + v * k, 0);
  return `${products.map(([v, k]) => `${factor(v)}·${factor(k)}`).join(" + ")} = ${f(total)}`;
}

/**
 * “Y[1,1] = X[0,0]·K[1,1] + … = 0·3 + … = 4”
 * @param {string} name @param {import("./arithmetic.js").Term[]} terms
 * @param {import("./arithmetic.js").Matrix} X @param {import("./arithmetic.js").Matrix} K
 */
export function writtenTerms(name, terms, X, K) {
  if (terms.length === 0) return `${name} = 0: no stamp has reached it.`;
  const letters = terms.map((t) => `X[${t.i},${t.j}]·K[${t.a},${t.b}]`).join(" + ");
  return `${name} = ${letters}\n= ${sum(terms.map((t) => [X[t.i][t.j], K[t.a][t.b]]))}`;
}
