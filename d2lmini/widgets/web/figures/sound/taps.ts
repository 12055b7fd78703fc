// A kernel's weights as a reader types them.

export const MOST = 32;
const LARGEST = 99;

const short = (part: string) => (part.length > 12 ? `${part.slice(0, 11)}…` : part);

/** The weights that a text holds, or what is wrong with it. */
export function taps(typed: string): number[] | string {
  const parts = typed
    .trim()
    .split(/[\s;]+|,\s+/)
    .filter((part) => part !== "");
  const values = parts.map((part) => Number(part.replace("−", "-")));
  const wrong = parts.find((_, n) => !Number.isFinite(values[n]));
  if (wrong !== undefined) return `“${short(wrong)}” is not a number. Write 0.5 1 2, with spaces.`;
  if (!parts.length) return "A kernel has at least one weight.";
  if (parts.length > MOST) return `A kernel has at most ${MOST} weights here, not ${parts.length}.`;
  const large = parts.find((_, n) => Math.abs(values[n]) > LARGEST);
  return large === undefined
    ? values
    : `${short(large)} is too large: weights go from −${LARGEST} to ${LARGEST}.`;
}
