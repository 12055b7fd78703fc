// The intermediate arrays side by side: those around the current step, the others on demand.
import { useState } from "preact/hooks";
import { canvasShape, map, type Term } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { Button } from "../../ui/controls.tsx";
import type { Point } from "../../ui/grid.tsx";
import { cellSide, heat, isLarge, largestOf } from "../../ui/heat.ts";
import { useKept } from "../../ui/kept.tsx";
import { pairMark, pairOf } from "../../ui/pairs.ts";
import { around, type StampingState, stepsDone } from "./readings.ts";

/** Rems of a cell, and of a whole array that is numbers. */
const [SIDE, WHOLE] = [1.65, 9];
/** A digit's share of a rem at the size the arrays are written in, and what stays free beside the digits. */
const [DIGIT, FREE] = [0.5, 0.8];

type PartsProps = { s: StampingState; pairs: Term[]; point: Point };

export function Parts({ s, pairs, point }: PartsProps) {
  const [all, setAll] = useState(false);
  const count = s.X.flat().length;
  const now = s.step < 0 ? -1 : stepsDone(s) - 1;
  const [from, to] = all ? [0, count] : around(now, count);
  const keep = useKept();
  const cols = s.X[0].length;
  const { stride, dilation, output_padding, padding } = s;
  const whole = JSON.stringify([s.X, s.K, stride, dilation, output_padding, padding]);
  const ofPart = (t: number) => {
    const mine = pairs.map((one) => one.i * cols + one.j === t && [one.a, one.b]);
    return `${whole}${mine.some(Boolean) && mine.join(";")}${t === now}`;
  };
  const places = Array.from({ length: to - from }, (_, t) => from + t);
  return (
    <>
      <div class="parts" role="group" aria-label="intermediate arrays">
        {places.map((t) => keep(String(t), ofPart(t), () => part({ s, t, pairs, point, now: t === now })))}
      </div>
      {to - from < count && (
        <p class="note">
          {`Shown: ${to - from} of ${count}, from number ${from + 1} on. `}
          <Button act={() => setAll(true)}>{`Draw all ${count}`}</Button>
        </p>
      )}
    </>
  );
}

function part({ s, t, pairs, point, now }: PartsProps & { t: number; now: boolean }) {
  const [i, j] = [Math.floor(t / s.X[0].length), t % s.X[0].length];
  const stamp = map(s.K, (k) => k * s.X[i][j]);
  const label = `${t ? "+ " : ""}X[${i},${j}]·K = ${f(s.X[i][j])}·K`;
  const words = stamp.map((line) => line.map(f).join(" ")).join("; ");
  const [rows, cols] = canvasShape(s.X, s.K, s);
  const picture = isLarge(rows, cols);
  const most = picture ? largestOf(s.X) * largestOf(s.K) : 0;
  const longest = Math.max(...stamp.flat().map((v) => f(v).length));
  const side = picture
    ? `calc(${cellSide(rows, cols)} / 2.5)`
    : `${Math.min(SIDE, WHOLE / Math.max(rows, cols))}rem`;
  const width = picture ? side : `${Math.max(SIDE, longest * DIGIT + FREE)}rem`;
  const area = (a: number, b: number) =>
    `${i * s.stride + a * s.dilation + 1}/${j * s.stride + b * s.dilation + 1}`;
  const lit = (a: number, b: number) => {
    const n = pairs.findIndex((one) => one.i === i && one.j === j && one.a === a && one.b === b);
    return n < 0 ? null : pairOf(pairMark(n));
  };
  const over = (event: PointerEvent) => {
    const at = (event.target as Element).getAttribute("data-at");
    if (at !== null) point({ name: "P", i: t, j: Number(at) });
  };
  const style = {
    gridTemplate: `repeat(${rows},${side})/repeat(${cols},${width})`,
    backgroundSize: `${width} ${side}`,
  };
  return (
    <div class={`part${now ? " now" : ""}${picture ? " picture" : ""}`}>
      {label}
      <div
        role="img"
        aria-label={`${label}: ${words}`}
        style={style}
        tabIndex={-1} // one that scrolls would be a stop for the Tab key
        onPointerOver={over}
        onPointerDown={over}
        onPointerLeave={(event) => event.pointerType === "mouse" && point(null, true)}
      >
        {stamp.flatMap((line, a) =>
          line.map((v, b) => (
            <i
              key={`${a},${b}`}
              data-at={a * line.length + b}
              {...lit(a, b)}
              class={picture ? heat(v, most) : ""}
              style={{ gridArea: area(a, b) }}
            >
              {picture ? "" : f(v)}
            </i>
          )),
        )}
      </div>
    </div>
  );
}
