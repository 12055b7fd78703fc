// Cells that are multiplied with one another carry one letter and one colour.

const HUES = 6;

/** The mark of the pair of that number. */
export const pairMark = (n: number) => `pair-${n}`;

/** What shows a cell's pair: its letter, and the colour that style sheets know by a number. */
export function pairOf(names: string) {
  const [, mark] = names.split("pair-");
  if (!mark) return null;
  const n = Number.parseInt(mark, 10);
  return { "data-pair": String.fromCharCode("a".charCodeAt(0) + (n % 26)), "data-hue": n % HUES };
}
