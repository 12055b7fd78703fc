// Bars of the sound figure, as Python draws them into the page: a test compares the two.
import { output, phaseSums, ROUNDING, rounded, sizes, text } from "../../math/sound.ts";

export type Sound = { kernel: number[]; stride: number; rate: number };
/** A row of bars: what stands above it, the bars with their names, and all of it in words. */
export type Panel = { title: string; bars: string; words: string };

export const SHOWN = 40; // numbers of the output
const [LEFT, WIDTH, TOP, HEIGHT, BELOW] = [6, 228, 16, 48, 76];
const [SIGN, GAP] = [5.6, 0.4]; // the width of a digit, and what is left between two values

const tenth = (value: number) => rounded(value, 10);

/** Bars from zero, each with its name below. Without room for all values, the largest has its own. */
export function bars(values: number[], names: string[]): string {
  const [top, low] = [Math.max(0, ...values), Math.min(0, ...values)];
  const span = top - low > ROUNDING ? top - low : 1;
  const slot = WIDTH / values.length;
  const y = (value: number) => TOP + ((top - value) / span) * HEIGHT;
  const texts = values.map(text);
  const roomy = Math.max(...texts.map((one) => one.length)) * SIGN <= slot - GAP;
  const shown = values.map((value) => rounded(value, 1000));
  const largest = shown.indexOf(Math.max(...shown));
  const label = (n: number, at: number, words: string) =>
    words &&
    `<text x="${tenth(LEFT + slot * (n + 0.5))}" y="${tenth(at)}" fill="currentcolor">${words}</text>`;
  const drawn = values.map((value, n) => {
    const at = y(Math.max(value, 0));
    const place = `x="${tenth(LEFT + slot * (n + 0.15))}" y="${tenth(at)}"`;
    const bar = `<rect ${place} width="${tenth(slot * 0.7)}" height="${tenth((Math.abs(value) / span) * HEIGHT)}"/>`;
    const above = roomy || n === largest ? label(n, at - 3, texts[n]) : "";
    return bar + above + label(n, BELOW, names[n]);
  });
  return `${drawn.join("")}<path d="M${LEFT} ${tenth(y(0))}h${WIDTH}" stroke="currentcolor"/>`;
}

/** The four rows of bars, by their names. */
export function panels({ kernel, stride, rate }: Sound): Record<string, Panel> {
  const sums = phaseSums(kernel, stride);
  const parts = sizes(kernel, stride);
  const hertz = parts.map((_, n) => `${((n + 1) * rate) / stride}`);
  const places = (count: number) => Array.from({ length: count }, (_, n) => (n % stride ? "" : `${n}`));
  const list = (values: number[]) => values.map(text).join(", ");
  const weights = `${kernel.length} ${kernel.length === 1 ? "weight" : "weights"}`;
  return {
    kernel: {
      title: `kernel: ${weights}`,
      bars: bars(kernel, places(kernel.length)),
      words: `Kernel of ${weights}: ${list(kernel)}`,
    },
    sums: {
      title: `phase sums, for a stride of ${stride}`,
      bars: bars(
        sums,
        sums.map((_, n) => `${n}`),
      ),
      words: `Phase sums: ${list(sums)}`,
    },
    output: {
      title: `output: ${SHOWN} of ${rate} numbers a second`,
      bars: bars(output(kernel, stride, SHOWN), places(SHOWN)),
      words: `Output, ${SHOWN} numbers that repeat the phase sums: ${list(sums)}`,
    },
    spectrum: {
      title: "components without the mean, in Hz",
      bars: bars(parts, hertz),
      words: `Sizes of the components: ${parts.map((size, n) => `${text(size)} at ${hertz[n]} Hz`).join(", ")}`,
    },
  };
}
