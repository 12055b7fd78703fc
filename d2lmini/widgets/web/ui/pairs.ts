// Cells that are multiplied with one another carry one letter and one colour.

const HUES = 6;

/** The mark of the pair of that number. */
export const pairMark = (n: number) => `pair-${n}`;

/** What shows a cell's pair: its letter, and the colour that style sheets know by a number. */
export function pairOf(names: string[]) {
  const mark = names.find((name) => name.startsWith("pair-"));
  if (!mark) return null;
  const n = Number(mark.slice("pair-".length));
  return { "data-pair": String.fromCharCode("a".charCodeAt(0) + (n % 26)), "data-hue": n % HUES };
}
