// Whether hyperparameters give a shape; as `check_settings` of book/_ext/settings.py says it.
import type { Verdict } from "./check.ts";

type Name = "kernel" | "stride" | "padding" | "output_padding" | "dilation";
type Values = Record<Name, number>;
type Shape = [number, number];
type Size = (n: number, values: Values) => number;

export type Settings = {
  operation: "trans_conv" | "corr2d";
  start: Shape;
  target: Shape;
  find: Name[];
  given: Values; // the numbers that are not asked for; of the others the least
  errors: [kind: string, feedback: string][];
  conditions: [name: string, feedback: string][];
};

const MOST_TOLD = 50; // of a number whose error is looked for

const span = ({ kernel, dilation }: Values) => dilation * (kernel - 1) + 1;
const whole: Size = (n, v) => (n - 1) * v.stride + span(v); // a transposed convolution before it is cropped
const trans: Size = (n, v) => whole(n, v) - 2 * v.padding + v.output_padding;
const corr: Size = (n, v) => Math.floor((n + 2 * v.padding - span(v)) / v.stride) + 1;
const SIZES = { trans_conv: trans, corr2d: corr };
const isAllowed = (v: Values) => v.output_padding < Math.max(v.stride, v.dilation);

/** What each kind of error would make of a size; nothing where it is no error of the operation. */
const ERRORS: Record<string, (right: Size, other: Size) => Size | null> = {
  stride: (right) => (n, v) => right(n, { ...v, stride: 1, output_padding: 0 }),
  "padding once": (right) => (right === trans ? (n, v) => whole(n, v) - v.padding + v.output_padding : null),
  "padding added": (right) =>
    right === trans ? (n, v) => whole(n, v) + 2 * v.padding + v.output_padding : null,
  padding: (right) => (n, v) => right(n, { ...v, padding: 0 }),
  "output padding": (right) => (n, v) => right(n, { ...v, output_padding: 0 }),
  "output padding twice": (right) => (right === trans ? (n, v) => trans(n, v) + v.output_padding : null),
  dilation: (right) => (n, v) =>
    isAllowed({ ...v, dilation: 1 }) ? right(n, { ...v, dilation: 1 }) : Number.NaN,
  "dilation from 0": (right) => (n, v) => right(n, { ...v, dilation: v.dilation + 1 }),
  "other operation": (_, other) => (n, v) => other(n, { ...v, output_padding: 0 }),
};

const CONDITIONS: Record<string, (values: Values) => boolean> = {
  overlap: (v) => span(v) > v.stride,
  even: (v) => v.kernel % v.stride === 0,
  still: (v) => span(v) - v.stride === 2 * v.padding,
};

export function checkSettings(asked: Settings, numbers: number[]): Verdict {
  const wrong = (feedback: string): Verdict => ({ said: "wrong", feedback });
  const v = { ...asked.given };
  for (const [index, name] of asked.find.entries()) {
    const number = numbers[index] ?? Number.NaN;
    const least = asked.given[name];
    if (!(Number.isInteger(number) && number >= least))
      return wrong(`The ${name.replace("_", " ")} is a whole number from ${least}.`);
    v[name] = number;
  }
  if (!isAllowed(v)) return wrong("The output padding has to be smaller than the stride or the dilation.");
  const right = SIZES[asked.operation];
  const of = (size: Size) => asked.start.map((n) => size(n, v));
  const isTarget = (size: Size) => of(size).every((n, axis) => n === asked.target[axis]);
  const sizes = of(right);
  if (sizes.some((n) => n < 1)) return wrong("With these numbers there is no output.");
  if (!isTarget(right)) {
    const other = right === trans ? corr : trans;
    const told = Object.values(v).every((number) => number <= MOST_TOLD);
    const error = asked.errors.find(([kind]) => {
      const size = ERRORS[kind]?.(right, other);
      return told && size && isTarget(size);
    });
    const [start, gives, target] = [asked.start, sizes, asked.target].map((one) => one.join(" × "));
    return wrong(`Of ${start}, these numbers make ${gives}, not ${target}. ${error?.[1] ?? ""}`.trim());
  }
  const unmet = asked.conditions.find(([name]) => !CONDITIONS[name]?.(v));
  return unmet ? wrong(unmet[1]) : { said: "right", feedback: "" };
}
