// Hero: pixels of a small picture stamp the kernel into a larger one. Its drawing comes with the page;
// here it is set into motion once, and is then the reader's.
import { type Matrix, map, PLAIN, shape, transConv } from "../math/arithmetic.ts";

type Picture = { X: Matrix; K: Matrix; scale: number; stride: number; padding: number };

const LARGEST = 9;
const PACE = 60; // milliseconds for a stamp: all 64 take less than the five seconds that need a pause
const OPENING: [number, number] = [1, 3]; // what the still drawing shows
const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const grey = (value: number) => Math.round(35 + 215 * Math.min(Math.max(value / LARGEST, 0), 1));

/** The larger picture when only the first stamps are done. */
export const stamped = ({ X, K, scale, stride, padding }: Picture, done: number) =>
  map(
    transConv(
      map(X, (value, i, j) => (i * X[0].length + j < done ? value : 0)),
      K,
      { ...PLAIN, stride, padding },
    ),
    (value) => value / scale,
  );

/** What is said of a pixel. */
export function wordsOf({ X, K, stride, padding }: Picture, i: number, j: number) {
  const last = X.length * stride - 1;
  const span = (at: number, k: number) => {
    const first = at * stride - padding;
    return `${Math.max(first, 0)} to ${Math.min(first + k - 1, last)}`;
  };
  const place = `rows ${span(i, K.length)} and columns ${span(j, K[0].length)}`;
  return `Pixel [${i},${j}] is ${X[i][j]}: its stamp, ${X[i][j]} times the kernel, lands on ${place} of the larger picture.`;
}

/** What changes in the drawing that came with the page. */
function drawing(svg: SVGSVGElement) {
  const cells = (name: string) => [...svg.querySelectorAll<SVGRectElement>(`[data-cells=${name}] rect`)];
  const corner = (name: string) => {
    const { x, y } = cells(name)[0];
    return { x: x.baseVal.value, y: y.baseVal.value };
  };
  return {
    corner,
    paint(name: string, values: Matrix) {
      const shades = values.flat().map(grey);
      cells(name).forEach((cell, n) => {
        cell.setAttribute("fill", `rgb(${shades[n]},${shades[n]},${shades[n]})`);
      });
    },
    move(name: string, around: string, i: number, j: number) {
      const mark = svg.querySelector(`[data-mark=${name}]`);
      mark?.setAttribute("x", `${corner(around).x + j}`);
      mark?.setAttribute("y", `${corner(around).y + i}`);
    },
    /** The cell of an array, which need not exist, below the pointer. */
    below(name: string, event: PointerEvent) {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        svg.getScreenCTM()?.inverse(),
      );
      return [Math.floor(y - corner(name).y), Math.floor(x - corner(name).x)];
    },
  };
}

/** Plays all stamps once, and lets the reader choose a pixel by pointing or with the arrow keys. */
export function startHero(place: Element) {
  const picture: Picture = JSON.parse(place.querySelector("script")?.textContent ?? "");
  const svg = place.querySelector("svg");
  const words = place.querySelector(".words");
  if (!svg || !words) return;
  const { X, K, scale, stride, padding } = picture;
  const [rows, cols] = shape(X);
  const drawn = drawing(svg);
  let [row, col] = OPENING;
  let timer = 0;

  const draw = (done = rows * cols) => {
    drawn.paint("y", stamped(picture, done));
    drawn.paint(
      "k",
      map(K, (weight) => (X[row][col] * weight) / scale),
    );
    drawn.move("at", "x", row, col);
    drawn.move("stamp", "y", row * stride - padding, col * stride - padding);
  };
  const choose = (i: number, j: number) => {
    clearInterval(timer);
    [row, col] = [Math.min(Math.max(i, 0), rows - 1), Math.min(Math.max(j, 0), cols - 1)];
    draw();
    words.textContent = wordsOf(picture, row, col);
  };
  const play = () => {
    let done = 0;
    clearInterval(timer);
    const next = () => {
      if (done === rows * cols) return choose(...OPENING);
      [row, col] = [Math.floor(done / cols), done % cols];
      draw(++done);
    };
    timer = Number(setInterval(next, PACE));
  };
  const point = (event: PointerEvent) => {
    const [i, j] = drawn.below("x", event);
    if (X[i]?.[j] !== undefined) choose(i, j);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(row + step[0], col + step[1]);
  };
  addControls(svg, words, onKeyDown, play);
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerdown", point);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) play();
}

function addControls(
  svg: Element,
  words: Element,
  onKeyDown: (event: KeyboardEvent) => void,
  play: () => void,
) {
  const area = document.createElement("div");
  area.tabIndex = 0;
  area.setAttribute("role", "application");
  area.setAttribute("aria-label", "Pixels of the small picture: arrow keys choose one");
  svg.replaceWith(area);
  area.append(svg);
  area.addEventListener("keydown", onKeyDown);
  words.setAttribute("role", "status");
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = "Play again";
  again.addEventListener("click", play);
  words.after(again);
}
