// Cost as a plot: every form on one logarithmic axis over the input's size, which is dragged along it.
import { cost as costs, type Layer } from "../../math/counts.ts";
import { Slider } from "../../ui/controls.tsx";
import { bytes, count, isLayer, STOPS, type Time, time } from "./units.ts";

export type Quantity = "memory" | "multiply-adds" | "time";

type Point = { n: number; value: number };
export type Line = { name: string; points: Point[]; measured: boolean };

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [360, 190, 62, 292, 8, 182];
const LETTER = 12; // the height of a name
const TONES: Record<string, string> = {
  "dense W": "k",
  "sparse W": "w",
  im2col: "x",
  direct: "y",
  layer: "",
};
/** What a thousand times as much is written as, from the first unit on. */
const SCALES: Record<Quantity, [number, (value: number) => string]> = {
  memory: [1024, bytes],
  "multiply-adds": [1000, count],
  time: [1000, (nanoseconds) => time(nanoseconds / 1e9)],
};

/** What is drawn of a layer: computed for every size, or the fastest that was measured, where it was. */
export function linesOf(s: Layer & { times: Time[] }, quantity: Quantity): Line[] {
  if (quantity !== "time") {
    const key = quantity === "memory" ? "bytes" : "work";
    const all = STOPS.n.map((n) => costs({ ...s, n }).forms.map((form) => ({ n, value: form[key] })));
    return costs(s).forms.map(({ name }, i) => ({ name, points: all.map((at) => at[i]), measured: false }));
  }
  const lines = new Map<string, Line>();
  for (const t of s.times.filter((one) => isLayer(one, s, true))) {
    const line = lines.get(t.form) ?? { name: t.form, points: [], measured: true };
    lines.set(t.form, line);
    const [n, value] = [t.n ?? s.n, t.seconds * 1e9];
    const same = line.points.find((point) => point.n === n);
    if (same) same.value = Math.min(same.value, value);
    else line.points.push({ n, value });
  }
  for (const { points } of lines.values()) points.sort((a, b) => a.n - b.n);
  return [...lines.values()];
}

const last = STOPS.n.length - 1;
const xOf = (n: number) => LEFT + ((RIGHT - LEFT) * Math.log2(n / STOPS.n[0])) / last;

type PlotProps = {
  s: Layer & { times: Time[] };
  quantity: Quantity;
  label: string;
  set: (n: number) => void;
};

export function Plot({ s, quantity, label, set }: PlotProps) {
  const lines = linesOf(s, quantity);
  const [base, text] = SCALES[quantity];
  const powers = lines.flatMap(({ points }) => points.map(({ value }) => Math.log(value) / Math.log(base)));
  const [low, high] = [Math.floor(Math.min(0, ...powers)), Math.ceil(Math.max(1, ...powers))];
  const yOf = (value: number) =>
    BOTTOM - ((BOTTOM - TOP) * (Math.log(value) / Math.log(base) - low)) / (high - low);
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const share = (((event.clientX - left) / width) * WIDTH - LEFT) / (RIGHT - LEFT);
    const n = STOPS.n[Math.min(last, Math.max(0, Math.round(share * last)))];
    if (n !== s.n) set(n);
  };
  return (
    <div class="plot">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" onPointerDown={drag} onPointerMove={drag}>
        {Array.from({ length: high - low + 1 }, (_, i) => low + i).map((power) => (
          <g key={power}>
            <path class="rule" d={`M${LEFT} ${yOf(base ** power)}H${RIGHT}`} />
            <text x={LEFT - 5} y={yOf(base ** power) + 4} text-anchor="end">
              {text(base ** power)}
            </text>
          </g>
        ))}
        <path class="size" d={`M${xOf(s.n)} ${TOP}V${BOTTOM}`} />
        {lines.map(({ name, points, measured }) => (
          <g key={name} class={TONES[name]} data-line={name}>
            <path d={`M${points.map(({ n, value }) => `${xOf(n)} ${yOf(value)}`).join("L")}`} />
            {points.map(({ n, value }) => (
              <circle key={n} cx={xOf(n)} cy={yOf(value)} r={measured || n === s.n ? 4 : 0} />
            ))}
          </g>
        ))}
        {ends(lines, yOf).map(([name, n, y]) => (
          <text key={name} x={xOf(n) + 6} y={y + 4}>
            {name}
          </text>
        ))}
      </svg>
      <Slider
        label={label}
        index={STOPS.n.findIndex((n) => n >= s.n)}
        max={last}
        text={String(s.n)}
        commit={(i) => set(STOPS.n[i])}
      />
    </div>
  );
}

/** Names at the ends of the lines, below each other where these run together. */
function ends(lines: Line[], yOf: (value: number) => number) {
  const found = lines.map(({ name, points }): [string, number, number] => {
    const { n, value } = points[points.length - 1];
    return [name, n, yOf(value)];
  });
  found.sort((a, b) => a[2] - b[2]);
  found.forEach((end, i) => {
    if (i > 0) end[2] = Math.max(end[2], found[i - 1][2] + LETTER);
  });
  return found;
}
