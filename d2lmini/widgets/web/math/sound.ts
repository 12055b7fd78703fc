// What a transposed convolution along a row makes of a constant: sums, sizes and words, without a page.

/** A component of the output: its frequency, and its size as a part of the constant. */
export type Tone = { hertz: number; size: number };

// What is smaller, beside all weights together, is an error of rounding.
export const ROUNDING = 1e-9;

/** The sums of the weights whose places leave the same remainder when divided by the stride. */
export const phaseSums = (kernel: number[], stride: number) =>
  Array.from({ length: stride }, (_, phase) =>
    kernel.reduce((sum, weight, j) => (j % stride === phase ? sum + weight : sum), 0),
  );

/** What a constant 1 gives away from the ends, from the first phase on: as many numbers as are asked for. */
export function output(kernel: number[], stride: number, length: number): number[] {
  const first = Math.ceil((kernel.length - 1) / stride) * stride; // where every stamp is that could be
  const all = new Array<number>(first + length + kernel.length).fill(0);
  for (let at = 0; at < first + length; at += stride) {
    kernel.forEach((weight, j) => {
      all[at + j] += weight;
    });
  }
  return all.slice(first, first + length);
}

/** The sizes of the components at 1, 2, ... times the lowest frequency, up to half the rate. */
export function sizes(kernel: number[], stride: number): number[] {
  const sums = phaseSums(kernel, stride);
  return Array.from({ length: Math.floor(stride / 2) }, (_, n) => {
    const turn = (2 * Math.PI * (n + 1)) / stride;
    const along = sums.reduce((sum, value, phase) => sum + value * Math.cos(turn * phase), 0);
    const across = sums.reduce((sum, value, phase) => sum + value * Math.sin(turn * phase), 0);
    return Math.hypot(along, across) / stride;
  });
}

/** The components that are there. */
export function tones(kernel: number[], stride: number, rate: number): Tone[] {
  const least = (ROUNDING * kernel.reduce((sum, weight) => sum + Math.abs(weight), 0)) / stride;
  return sizes(kernel, stride)
    .map((size, n) => ({ hertz: ((n + 1) * rate) / stride, size }))
    .filter(({ size }) => size > least);
}

/** What is played: whole periods of the output without their mean, and nothing at all where no tone is. */
export function samples(kernel: number[], stride: number, length: number): number[] {
  const Y = output(kernel, stride, length);
  const mean = Y.slice(0, stride).reduce((sum, value) => sum + value, 0) / stride;
  return tones(kernel, stride, 1).length ? Y.map((value) => value - mean) : Y.map(() => 0);
}

/** The nearest whole number of parts; half a part, give or take an error, goes up. */
export const rounded = (value: number, parts: number) => Math.floor(value * parts + 0.500001) / parts;

/** A number as it is shown: three decimals at most. */
export function text(value: number): string {
  const size = rounded(Math.abs(value), 1000);
  return `${value < 0 && size ? "−" : ""}${size}`;
}

const sizeText = (size: number) => (rounded(size, 1000) ? text(size) : "less than 0.001");

/** What the output sounds like. */
export function words(kernel: number[], stride: number, rate: number): string {
  const [lowest, ...others] = tones(kernel, stride, rate);
  if (!lowest) return "No tone: all phase sums are equal.";
  const shown = others.map(({ size }) => rounded(size, 1000));
  const largest = others[shown.indexOf(Math.max(...shown))];
  const more = others.length === 1 ? ", and one at" : `, and ${others.length} more, the largest at`;
  const rest = others.length ? `${more} ${largest.hertz} Hz, ${sizeText(largest.size)}` : "";
  return `A tone at ${lowest.hertz} Hz, ${sizeText(lowest.size)} of the constant${rest}.`;
}
