// Numbers and arithmetic written out.
import type { Matrix, Term } from "./arithmetic.ts";

/** A number as the figures write it: at most four decimals, a true minus sign. */
export function format(value: number) {
  const rounded = Number.isInteger(value) ? value : Number(value.toFixed(4));
  return String(rounded === 0 ? 0 : rounded).replace("-", "−");
}

const factor = (v: number) => (v < 0 ? `(${format(v)})` : format(v));

/** “2·3 + 3·2 = 12” of the pairs to multiply and add up. */
export function sum(products: number[][]) {
  if (products.length === 0) return "0";
  const total = products.reduce((t, [v, k]) => t + v * k, 0);
  return `${products.map(([v, k]) => `${factor(v)}·${factor(k)}`).join(" + ")} = ${format(total)}`;
}

/** “Y[1,1] = X[0,0]·K[1,1] + … = 0·3 + … = 4” */
export function writtenTerms(name: string, terms: Term[], X: Matrix, K: Matrix) {
  if (terms.length === 0) return `${name} = 0: no stamp has reached it.`;
  const letters = terms.map((t) => `X[${t.i},${t.j}]·K[${t.a},${t.b}]`).join(" + ");
  return `${name} = ${letters}\n= ${sum(terms.map((t) => [X[t.i][t.j], K[t.a][t.b]]))}`;
}
