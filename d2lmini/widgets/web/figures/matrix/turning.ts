// Motion that means something: W turns about its diagonal, a row folds into its window.
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { placeOf } from "../../ui/moves.ts";

const TURN = 800; // milliseconds
const FOLD = 450;

const rests = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Lets an element come from as many pixels away to where it stands. */
const fly = (element: Element, x: number, y: number, duration: number) =>
  element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], {
    duration,
    easing: "ease-in-out",
  });

/** Each entry that is a tap comes from where the transposed matrix had it. */
function turn(stage: Element) {
  const taps = stage.querySelectorAll<HTMLElement>("[data-grid=W] .cells .d2l-cell:not(.zero)");
  for (const tap of taps) {
    const [i, j] = placeOf(tap);
    const { width, height } = tap.getBoundingClientRect();
    fly(tap, (i - j) * width, (j - i) * height, TURN);
  }
  const around = taps[0]?.closest(".scroll");
  // what flies beyond the matrix needs neither a scroll bar nor, where there is room, an end
  const overflow = innerWidth > 480 ? "visible" : "clip";
  around?.animate([{ overflow }, { overflow }], TURN);
}

/** The entries of a row come from the matrix to where they stand in X's shape. */
function fold(stage: Element, folded: Element, row: number) {
  const from = stage.querySelectorAll(`[data-grid=W] .cells .d2l-cell[data-i="${row}"]`);
  const cells = [...folded.querySelectorAll(".d2l-cell")];
  // all are measured before one flies: the browser lays the page out once
  const ways = cells.map((cell, n) => [from[n], cell].map((one) => one.getBoundingClientRect()));
  ways.forEach(([start, end], n) => {
    fly(cells[n], start.left - end.left, start.top - end.top, FOLD);
  });
}

/** Moves what has changed since the last drawing; `row` is the one that is pointed at. */
export function useTurning(folded: RefObject<HTMLElement | null>, transposed: boolean, row: number | null) {
  const was = useRef({ transposed, row });
  useLayoutEffect(() => {
    const before = was.current;
    was.current = { transposed, row: row ?? before.row };
    const stage = folded.current?.parentElement?.parentElement;
    if (!stage || !folded.current || rests()) return;
    if (before.transposed !== transposed) turn(stage);
    else if (row !== null && row !== before.row) fold(stage, folded.current, row);
  }, [transposed, row]);
}
