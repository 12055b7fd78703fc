// What somebody did who has a wrong number for a cell of Y: the typical slips, each computed.
import { flip, type Matrix, type Params, stamp, terms, transConv } from "./arithmetic.ts";

/** Words for the slip that gives this number at Y[i,j]; "" where none of the known ones does. */
export function slip(X: Matrix, K: Matrix, p: Params, [i, j]: [number, number], given: number): string {
  const found = terms(X, K, p, i, j);
  const products = found.map((t) => X[t.i][t.j] * K[t.a][t.b]);
  const without = (changes: Partial<Params>) => transConv(X, K, { ...p, ...changes })[i]?.[j];
  const slips: [boolean, number | undefined, string][] = [
    [found.length === 0, given, "No stamp reaches this cell"],
    ...products.map((one): [boolean, number, string] => [
      found.length > 1,
      one,
      `That is one product of the ${found.length} that land here: add them up`,
    ]),
    [p.padding > 0, stamp(X, K, p)[i]?.[j], "That stands here before padding cuts the border off"],
    [p.stride > 1, without({ stride: 1 }), "That comes out with stride 1"],
    [p.dilation > 1, without({ dilation: 1 }), "That comes out without dilation"],
    [true, transConv(X, flip(K), p)[i][j], "That comes out with K turned around: a stamp has K as it is"],
    [true, transConv(X, K, p)[j]?.[i], `That belongs into Y[${j},${i}]: rows are counted first`],
  ];
  return slips.find(([counts, value]) => counts && Math.abs((value ?? NaN) - given) < 1e-9)?.[2] ?? "";
}
