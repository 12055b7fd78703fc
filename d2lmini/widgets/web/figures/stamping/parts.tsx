// Every intermediate array side by side.
import { canvasShape, map } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { type StampingState, stepsDone } from "./readings.ts";

const CELL = 1.65;

export function Parts({ s }: { s: StampingState }) {
  const [rows, cols] = canvasShape(s.X, s.K, s);
  const style = {
    gridTemplate: `repeat(${rows},${CELL}rem)/repeat(${cols},${CELL}rem)`,
    width: `${cols * CELL}rem`,
  };
  const now = s.step < 0 ? -1 : stepsDone(s) - 1;
  return (
    <div class="parts">
      {s.X.flatMap((row, i) =>
        row.map((value, j) => {
          const t = i * row.length + j;
          return <Part key={t} {...{ s, i, j, value, style }} first={t === 0} now={t === now} />;
        }),
      )}
    </div>
  );
}

type PartProps = {
  s: StampingState;
  i: number;
  j: number;
  value: number;
  first: boolean;
  now: boolean;
  style: Record<string, string>;
};

function Part({ s, i, j, value, first, now, style }: PartProps) {
  const stamp = map(s.K, (k) => k * value);
  const label = `${first ? "" : "+ "}X[${i},${j}]·K = ${f(value)}·K`;
  const words = stamp.map((line) => line.map(f).join(" ")).join("; ");
  const area = (a: number, b: number) =>
    `${i * s.stride + a * s.dilation + 1}/${j * s.stride + b * s.dilation + 1}`;
  return (
    <div class={now ? "part now" : "part"}>
      {label}
      <div role="img" aria-label={`${label}: ${words}`} style={style}>
        {stamp.flatMap((line, a) =>
          line.map((v, b) => (
            <i key={`${a},${b}`} style={{ gridArea: area(a, b) }}>
              {f(v)}
            </i>
          )),
        )}
      </div>
    </div>
  );
}
