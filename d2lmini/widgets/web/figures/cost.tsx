// Cost: memory and work of a convolution as dense W, sparse W, im2col and directly, on a log scale.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { declared } from "../frame/check.ts";
import type { Figure, Model, Ui } from "../frame/figure.ts";
import { cost as costs, type Layer } from "../math/counts.ts";
import { figures } from "../math/states.ts";
import { Button, Picker, Slider } from "../ui/controls.tsx";
import { Explain } from "../ui/explain.tsx";

type Time = Partial<Layer> & { form: string; seconds: number; library?: string; machine?: string };
type CostState = Layer & { times: Time[] };
type ViewProps = { s: CostState; ui: Ui<CostState> };

const POWERS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const SLIDERS: [keyof Layer, number[]][] = [
  ["n", [8, 16, 32, 64, 128, 256, 512]],
  ["kernel", [1, 2, 3, 4, 5, 6, 7]],
  ["stride", [1, 2, 3, 4]],
  ["c_i", POWERS],
  ["c_o", POWERS],
];
const DECADES = 16;
// what the kernel calls the reader's own machine in its rows
const HERE = "this machine";

function scaled(value: number, units: string[], base: number) {
  const i = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(value) / Math.log(base) + 1e-12)));
  return `${Number((value / base ** i).toPrecision(3))} ${units[i]}`.trim();
}

const bytes = (value: number) => scaled(value, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"], 1024);
const count = (value: number) =>
  scaled(value, ["", "thousand", "million", "billion", "trillion", "thousand trillion"], 1000);

function time(seconds: number) {
  const [factor, unit] = seconds >= 1 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
  return `${Number((seconds * factor).toPrecision(3))} ${unit}`;
}

const isLayer = (t: Partial<Layer>, s: Layer) =>
  SLIDERS.every(([key]) => t[key] === undefined || t[key] === s[key]);

const layerOf = ({ n, kernel, stride, c_i, c_o }: Layer): Layer => ({ n, kernel, stride, c_i, c_o });

/** Layers with times of their own that the sliders can reach, as text and as the state to take. */
function measuredLayers(times: Time[]) {
  const reached = (t: Time): t is Time & Layer =>
    SLIDERS.every(([key, values]) => values.includes(t[key] ?? NaN));
  const texts = times.filter(reached).map((t): [string, Layer] => {
    const text = `${t.n} × ${t.n}, kernel ${t.kernel}, stride ${t.stride}, ${t.c_i} → ${t.c_o} channels`;
    return [text, layerOf(t)];
  });
  return new Map(texts);
}

function program(s: CostState) {
  const end = `o = (n - k) // stride + 1
rows, columns, nonzero = c_o * o * o, c_i * n * n, c_o * o * o * c_i * k * k
weights = c_o * c_i * k * k
print("dense W", 4 * rows * columns, "bytes,", rows * columns, "multiply-adds")
print("sparse W", 8 * nonzero + 4 * (rows + 1), "bytes,", nonzero, "multiply-adds")
print("im2col", 4 * (c_i * k * k * o * o + weights), "bytes,", nonzero, "multiply-adds")
print("direct", 4 * weights, "bytes,", nonzero, "multiply-adds")
`;
  const start = `n, k, stride, c_i, c_o = ${s.n}, ${s.kernel}, ${s.stride}, ${s.c_i}, ${s.c_o}\n`;
  return {
    torch: `import torch\n\n${start}conv = torch.nn.Conv2d(c_i, c_o, k, stride, bias=False, device="meta")\nprint(conv(torch.empty(1, c_i, n, n, device="meta")).shape)\n${end}`,
    mxnet: `from mxnet.gluon import nn\n\n${start}conv = nn.Conv2D(c_o, k, stride, in_channels=c_i, use_bias=False)\nprint(conv.weight.shape)\n${end}`,
  };
}

function View({ s, ui }: ViewProps) {
  const c = costs(s);
  const times = s.times.filter((t) => isLayer(t, s));
  const percent = 100 * c.zeros;
  const words =
    `W is ${s.c_o * c.o * c.o} × ${s.c_i * s.n * s.n}, and ${Number(percent.toFixed(percent > 99.99 ? 4 : 2))} % of it is zeros. ` +
    `Dense, it takes ${bytes(c.forms[0].bytes)}; the kernel itself takes ${bytes(c.forms[3].bytes)}.`;
  return (
    <>
      <Controls s={s} ui={ui} />
      <Explain words={words} say={ui.say} />
      <div class="stage">
        <div class="chart">
          {c.forms.map((form) => (
            <Form key={form.name} name={form.name} times={times}>
              <Bar tone="x" text={`memory ${bytes(form.bytes)}`} value={form.bytes} />
              <Bar tone="k" text={`multiply-adds ${count(form.work)}`} value={form.work} />
            </Form>
          ))}
          {times.some((t) => t.form === "layer") && (
            <Form name="layer" title="the framework’s own layer" times={times} />
          )}
        </div>
      </div>
      <p class="note" data-where="">
        {whereWords(s, times)}
      </p>
      <p class="note">
        Memory: what the form needs besides input and output, in 4-byte numbers (sparse W: 4-byte columns and
        8-byte row starts too). Bars begin at 1 byte, 1 multiply-add and 1 nanosecond. Times: W stands ready,
        the columns of im2col do not; direct is one NumPy product for each tap of the kernel.
      </p>
      <Measuring model={ui.model} />
    </>
  );
}

function Controls({ s, ui }: ViewProps) {
  const known = measuredLayers(s.times);
  const layers = [...known.values()];
  return (
    <div class="bar">
      {SLIDERS.map(([key, values]) => (
        <Slider
          key={key}
          label={figures.Cost[key].label}
          index={values.findIndex((v) => v >= s[key])}
          max={values.length - 1}
          text={String(s[key])}
          commit={(i) => ui.set({ [key]: values[i] })}
        />
      ))}
      <Picker
        label="Layers with measured times"
        texts={[...known.keys()]}
        at={layers.findIndex((one) => isLayer(one, s))}
        none="not measured: choose one that is"
        commit={(i) => ui.set(layers[i])}
      />
    </div>
  );
}

/** A length on the logarithmic axis under its text. */
const Bar = ({ tone, text, value }: { tone: string; text: string; value: number }) => (
  <div class={`bar-line ${tone}`}>
    <span>{text}</span>
    <div
      class="length"
      style={{ width: `${Math.max(1, (100 * Math.log10(Math.max(1, value))) / DECADES)}%` }}
      aria-hidden="true"
    />
  </div>
);

type FormProps = { name: string; title?: string; times: Time[]; children?: JSX.Element[] };

function Form({ name, title = name, times, children }: FormProps) {
  const text = (t: Time) =>
    `measured ${time(t.seconds)}${t.library ? ` ${t.library}` : ""}${t.machine === HERE ? `, ${HERE}` : ""}`;
  const measured = times.filter((t) => t.form === name);
  return (
    <div class="form" data-form={name}>
      <b>{title}</b>
      {children}
      {/* nanoseconds, so that a second stands at ten to the nine on the same axis */}
      {measured.map((t, i) => (
        <Bar key={i} tone="w" text={text(t)} value={t.seconds * 1e9} />
      ))}
    </div>
  );
}

function whereWords(s: CostState, times: Time[]) {
  if (times.length === 0) return s.times.length ? "No form was measured on this layer." : "";
  const machines = [...new Set(times.map((t) => t.machine).filter((m) => m && m !== HERE))];
  const [fastest] = [...times].sort((a, b) => a.seconds - b.seconds);
  const named = [fastest.form, fastest.library, time(fastest.seconds)].filter(Boolean).join(", ");
  const on = machines.length ? ` Measured on ${machines.join("; ")}.` : "";
  return `Fastest of the ${times.length} measured here: ${named}.${on}`;
}

/** The button that measures, where there is a kernel to do it. */
function Measuring({ model }: { model: Model }) {
  const progressOf = () => Number(model.get("_progress") ?? 0);
  const [done, setDone] = useState(progressOf);
  useEffect(() => {
    const update = () => setDone(progressOf());
    model.on("change:_progress", update);
    return () => model.off?.("change:_progress", update);
  }, [model]);
  if (!model.get("_live")) {
    return <p class="note">In Jupyter a button here measures the four forms on your own machine.</p>;
  }
  const start = () => {
    model.set("_request", Number(model.get("_request") ?? 0) + 1);
    model.save_changes?.();
  };
  return (
    <div class="bar">
      <Button act={start}>Measure on this machine</Button>
      <progress max={1} value={done} aria-label="measuring" />
      <span role="status">
        {done >= 1 ? "measured" : done > 0 ? `measuring, ${Math.round(done * 100)} %` : ""}
      </span>
    </div>
  );
}

export const cost: Figure<CostState> = {
  title: "Cost: is a matrix product a good way to convolve?",
  lead: "From which input size on has your computer no room for W? Move the size and compare four forms of one convolution. Bars are logarithmic: each line is ten times the one before.",
  ...declared<CostState>("Cost"),
  unshared: ["times"],
  program,
  View,
};
