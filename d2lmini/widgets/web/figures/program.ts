// Programs a reader can paste: they run, and print what the figure shows.
import { type Matrix, matrix, type Params, transConv, transShape, type Window } from "../math/arithmetic.ts";

const literal = (A: Matrix) => {
  const rows = A.map((row) => `[${row.map((v) => (Number.isInteger(v) ? `${v}.` : String(v))).join(", ")}]`);
  return rows.length === 1 ? `[${rows[0]}]` : `[\n${rows.map((row) => `    ${row},\n`).join("")}]`;
};

// Where the libraries shorten an array or write it with powers of ten, the program has to ask for all of it.
const MOST_PRINTED = 1000;
const SETTINGS = "threshold=10_000, linewidth=400";

const isLong = (printed: Matrix[]) => printed.some((A) => A.flat().length > MOST_PRINTED);

const isWide = (printed: Matrix[]) =>
  printed.some((A) => {
    const sizes = A.flat()
      .map(Math.abs)
      .filter((v) => v > 0);
    const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
    return most / least > 1000 || most > 1e8 || least < 1e-4;
  });

/** The arrays as tensors, and what makes the library print all of the results. */
export function torchArrays(arrays: Record<string, Matrix>, printed: Matrix[]) {
  const settings =
    isLong(printed) || isWide(printed) ? [`torch.set_printoptions(${SETTINGS}, sci_mode=False)`] : [];
  const lines = Object.entries(arrays).map(
    ([name, A]) => `${name} = torch.tensor(${literal(A)}, dtype=torch.float64)`,
  );
  return ["import torch", "from torch.nn import functional as F", "", ...settings, ...lines].join("\n");
}

export function mxnetArrays(arrays: Record<string, Matrix>, printed: Matrix[]) {
  const [more, settings] = isLong(printed)
    ? [["import numpy"], [`numpy.set_printoptions(${SETTINGS})`]]
    : [[], []];
  const lines = Object.entries(arrays).map(
    ([name, A]) => `${name} = np.array(${literal(A)}, dtype="float64")`,
  );
  return [...more, "from mxnet import np, npx", "", "npx.set_np()", ...settings, ...lines].join("\n");
}

/** The programs of a transposed convolution of X with K. */
export function transPrograms(X: Matrix, K: Matrix, p: Params) {
  const printed = [transConv(X, K, p)];
  const mxnetY = mxnetTransInto("Y", { name: "X", value: X }, { name: "K", value: K }, p);
  return {
    torch: `${torchArrays({ X, K }, printed)}\nY = ${torchTrans("X", "K", p)}\nprint(Y)\n`,
    mxnet: `${mxnetArrays({ X, K }, printed)}\n${mxnetY}\nprint(Y)\n`,
  };
}

/** A transposed convolution of the named arrays as an expression. */
export const torchTrans = (X: string, K: string, p: Params) =>
  `F.conv_transpose2d(
    ${X}[None, None], ${K}[None, None], stride=${p.stride}, padding=${p.padding}, output_padding=${p.output_padding}, dilation=${p.dilation}
)[0, 0]`;

export const torchConv = (X: string, K: string, p: Window) =>
  `F.conv2d(
    ${X}[None, None], ${K}[None, None], stride=${p.stride}, padding=${p.padding}, dilation=${p.dilation}
)[0, 0]`;

const pair = (v: number) => `(${v}, ${v})`;

const mxnetCall = (op: string, X: string, K: string, kernel: Matrix, p: Window, more = "") =>
  `npx.${op}(
    ${X}[None, None], ${K}[None, None], kernel=(${kernel.length}, ${kernel[0].length}), num_filter=1,
    stride=${pair(p.stride)}, pad=${pair(p.padding)}, ${more}dilate=${pair(p.dilation)}, no_bias=True,
)[0, 0]`;

export const mxnetConv = (X: string, K: string, kernel: Matrix, p: Window) =>
  mxnetCall("convolution", X, K, kernel, p);

/** An array that the program has, by its name. */
type Named = { name: string; value: Matrix };

/**
 * The lines that make Y. MXNet takes output padding below the stride only; beyond it, zeros are appended. Its
 * release 1.9.1 gives wrong numbers for float64 with dilation: there the taps are spread beforehand.
 */
export function mxnetTransInto(Y: string, X: Named, K: Named, p: Params): string {
  const d = p.dilation;
  if (d > 1) {
    const spread = matrix(d * (K.value.length - 1) + 1, d * (K.value[0].length - 1) + 1);
    return `D = np.zeros((${spread.length}, ${spread[0].length}), dtype="float64")  # K with its taps ${d} apart: MXNet's own dilation fails here
D[::${d}, ::${d}] = ${K.name}
${mxnetTransInto(Y, X, { name: "D", value: spread }, { ...p, dilation: 1 })}`;
  }
  const more = p.output_padding;
  const call = (q: Params) =>
    mxnetCall("deconvolution", X.name, K.name, K.value, q, `adj=${pair(q.output_padding)}, `);
  // MXNet wants Y's sides to be positive without output padding
  const crops = p.padding > 0 && Math.min(...transShape(X.value, K.value, { ...p, output_padding: 0 })) <= 0;
  if (more < p.stride && !crops) return `${Y} = ${call(p)}`;
  const [rows, cols] = transShape(X.value, K.value, p);
  return `${Y} = ${call({ ...p, padding: 0, output_padding: 0 })}
${Y} = np.pad(${Y}, ((0, ${more}), (0, ${more})))[${p.padding}:${p.padding + rows}, ${p.padding}:${p.padding + cols}]`;
}
