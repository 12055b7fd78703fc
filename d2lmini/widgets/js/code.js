// Programs a reader can paste: they run, and print what the widget shows.
import { matrix, shape, transSize } from "./arithmetic.js";

/** @typedef {import("./arithmetic.js").Matrix} Matrix */

/** @param {Matrix} A */
const literal = (A) => {
  const rows = A.map((row) => `[${row.map((v) => (Number.isInteger(v) ? `${v}.` : String(v))).join(", ")}]`);
  return rows.length === 1 ? `[${rows[0]}]` : `[\n${rows.map((row) => `    ${row},\n`).join("")}]`;
};

// Where the libraries shorten an array or write it with powers of ten, the program has to ask for all of it.
const MOST_PRINTED = 1000;
const settings = `threshold=10_000, linewidth=400`;

/** @param {Matrix[]} printed */
const long = (printed) => printed.some((A) => A.flat().length > MOST_PRINTED);

/** @param {Matrix[]} printed */
const wide = (printed) =>
  printed.some((A) => {
    const sizes = A.flat().map(Math.abs).filter((v) => v > 0);
    return Math.max(...sizes) / Math.min(...sizes) > 1000 || Math.max(...sizes) > 1e8 || Math.min(...sizes) < 1e-4;
  });

/** @param {Record<string, Matrix>} arrays @param {Matrix[]} printed @returns {string} */
export const torchArrays = (arrays, printed) =>
  ["import torch", "from torch.nn import functional as F", "",
    ...(long(printed) || wide(printed) ? [`torch.set_printoptions(${settings}, sci_mode=False)`] : []), ...Object.entries(arrays).map(
    ([name, A]) => `${name} = torch.tensor(${literal(A)}, dtype=torch.float64)`)].join("\n");

/** @param {Record<string, Matrix>} arrays @param {Matrix[]} printed @returns {string} */
export const mxnetArrays = (arrays, printed) =>
  [...(long(printed) ? ["import numpy"] : []), "from mxnet import np, npx", "", "npx.set_np()",
    ...(long(printed) ? [`numpy.set_printoptions(${settings})`] : []), ...Object.entries(arrays).map(
    ([name, A]) => `${name} = np.array(${literal(A)}, dtype="float64")`)].join("\n");

/**
 * A transposed convolution of the named arrays as an expression.
 * @param {string} X @param {string} K @param {Record<string, any>} p
 */
export const torchTrans = (X, K, p) =>
  `F.conv_transpose2d(\n    ${X}[None, None], ${K}[None, None], stride=${p.stride}, padding=${p.padding ?? 0}, ` +
  `output_padding=${p.output_padding ?? 0}, dilation=${p.dilation ?? 1}\n)[0, 0]`;

/** @param {string} X @param {string} K @param {Record<string, any>} p */
export const torchConv = (X, K, p) =>
  `F.conv2d(\n    ${X}[None, None], ${K}[None, None], stride=${p.stride}, padding=${p.padding ?? 0}, dilation=${p.dilation ?? 1}\n)[0, 0]`;

/** @param {number} v */
const pair = (v) => `(${v}, ${v})`;

/**
 * @param {string} op @param {string} X @param {string} K @param {Matrix} kernel @param {Record<string, any>} p
 */
const mxnetCall = (op, X, K, kernel, p) =>
  `npx.${op}(\n    ${X}[None, None], ${K}[None, None], kernel=(${kernel.length}, ${kernel[0].length}), num_filter=1,\n` +
  `    stride=${pair(p.stride)}, pad=${pair(p.padding ?? 0)}, ` +
  `${op === "deconvolution" ? `adj=${pair(p.output_padding ?? 0)}, ` : ""}dilate=${pair(p.dilation ?? 1)}, no_bias=True,\n)[0, 0]`;

/** @param {string} X @param {string} K @param {Matrix} kernel @param {Record<string, any>} p */
const mxnetTrans = (X, K, kernel, p) => mxnetCall("deconvolution", X, K, kernel, p);

/**
 * The lines that make Y. MXNet takes output padding below the stride only; beyond it, zeros are appended. Its
 * release 1.9.1 gives wrong numbers for float64 with dilation: there the taps are spread beforehand.
 * @param {string} Y @param {string} X @param {string} K @param {Matrix} input @param {Matrix} kernel
 * @param {Record<string, any>} p @returns {string}
 */
export function mxnetTransInto(Y, X, K, input, kernel, p) {
  const d = p.dilation ?? 1;
  if (d > 1) {
    const spread = matrix(d * (kernel.length - 1) + 1, d * (kernel[0].length - 1) + 1);
    return `D = np.zeros((${shape(spread).join(", ")}), dtype="float64")  # K with its taps ${d} apart: MXNet's own dilation fails here\n` +
      `D[::${d}, ::${d}] = ${K}\n${mxnetTransInto(Y, X, "D", input, spread, { ...p, dilation: 1 })}`;
  }
  const more = p.output_padding ?? 0;
  const crops = p.padding > 0 && kernelSide(input, kernel, p) <= 0;
  if (more < p.stride && !crops) return `${Y} = ${mxnetTrans(X, K, kernel, p)}`;
  const params = /** @type {import("./arithmetic.js").Params} */ (p);
  const [rows, cols] = [0, 1].map((axis) => transSize(shape(input)[axis], shape(kernel)[axis], params));
  return `${Y} = ${mxnetTrans(X, K, kernel, { ...p, padding: 0, output_padding: 0 })}\n` +
    `${Y} = np.pad(${Y}, ((0, ${more}), (0, ${more})))[${p.padding}:${p.padding + rows}, ${p.padding}:${p.padding + cols}]`;
}

/**
 * The smaller side of Y without output padding, which MXNet wants to be positive by itself.
 * @param {Matrix} input @param {Matrix} kernel @param {Record<string, any>} p
 */
const kernelSide = (input, kernel, p) =>
  Math.min(...[0, 1].map((axis) => transSize(shape(input)[axis], shape(kernel)[axis],
    /** @type {import("./arithmetic.js").Params} */ ({ ...p, output_padding: 0 }))));

/** @param {string} X @param {string} K @param {Matrix} kernel @param {Record<string, any>} p */
export const mxnetConv = (X, K, kernel, p) => mxnetCall("convolution", X, K, kernel, p);
