// Cost: memory and work of a convolution as dense W, sparse W, im2col and directly, on one log axis.
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { declared } from "../../frame/check.ts";
import type { Figure, Model, Ui } from "../../frame/figure.ts";
import { cost as costs, type Layer } from "../../math/counts.ts";
import { figures } from "../../math/states.ts";
import { Button, Choice, More, Picker, Slider } from "../../ui/controls.tsx";
import { Explain } from "../../ui/explain.tsx";
import { areDefault } from "../panel.tsx";
import { Plot, type Quantity } from "./plot.tsx";
import { bytes, count, isLayer, KEYS, STOPS, type Time, time } from "./units.ts";

type CostState = Layer & { plot: Quantity; times: Time[] };
type ViewProps = { s: CostState; ui: Ui<CostState> };

const QUANTITIES: Quantity[] = ["memory", "multiply-adds", "time"];
/** Whether there may be a kernel: a page never has one, and its bundle leaves out what needs one. */
declare const KERNEL: boolean;

// what the kernel calls the reader's own machine in its rows
const HERE = "this machine";

const layerOf = ({ n, kernel, stride, c_i, c_o }: Layer): Layer => ({ n, kernel, stride, c_i, c_o });

/** Layers with times of their own that the sliders can reach, as text and as the state to take. */
function measuredLayers(times: Time[]) {
  const reached = (t: Time): t is Time & Layer => KEYS.every((key) => STOPS[key].includes(t[key] ?? NaN));
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
    `W is ${s.c_o * c.o * c.o} × ${s.c_i * s.n * s.n}, ${Number(percent.toFixed(percent > 99.99 ? 4 : 2))} % of it zeros: ` +
    `${bytes(c.forms[0].bytes)} dense; the kernel takes ${bytes(c.forms[3].bytes)}.`;
  return (
    <>
      <Controls s={s} ui={ui} />
      <div class="stage">
        <Plot s={s} quantity={s.plot} label={figures.Cost.n.label} set={(n) => ui.set({ n })} />
        <div class="beside">
          <Choice<Quantity>
            label="Plot"
            choices={QUANTITIES.map((one) => [one, one])}
            value={s.plot}
            commit={(plot) => ui.set({ plot })}
            why={(one) => (one === "time" && s.times.length === 0 ? "nothing was measured" : "")}
          />
          <Measured s={s} ui={ui} />
          <p class="note" data-where="">
            {whereWords(s, times)}
          </p>
          {KERNEL && ui.model.get("_live") ? (
            <Measuring model={ui.model} />
          ) : (
            <p class="note">In Jupyter a button here measures the four forms on your own machine.</p>
          )}
        </div>
        <div class="forms">
          {c.forms.map((form) => (
            <Form key={form.name} name={form.name} times={times}>
              <span>memory {bytes(form.bytes)}</span>
              <span>multiply-adds {count(form.work)}</span>
            </Form>
          ))}
          {times.some((t) => t.form === "layer") && (
            <Form name="layer" title="the framework’s own layer" times={times} />
          )}
        </div>
      </div>
      <div class="dock">
        <Explain words={words} say={ui.say} />
      </div>
      <details class="note">
        <summary>What is counted</summary>
        Memory: what the form needs besides input and output, in 4-byte numbers (sparse W: 4-byte columns and
        8-byte row starts too). Times, in the plot the fastest: W stands ready, the columns of im2col do not;
        direct is one NumPy product for each tap of the kernel.
      </details>
    </>
  );
}

const MORE: (keyof Layer)[] = ["c_i", "c_o"];

const Controls = ({ s, ui }: ViewProps) => (
  <div class="bar layer">
    <Sliders keys={["kernel", "stride"]} s={s} ui={ui} />
    <More changed={!areDefault("Cost", MORE, s)}>
      <Sliders keys={MORE} s={s} ui={ui} />
    </More>
  </div>
);

const Sliders = ({ keys, s, ui }: ViewProps & { keys: (keyof Layer)[] }) => (
  <>
    {keys.map((key) => (
      <Slider
        key={key}
        label={figures.Cost[key].label}
        index={STOPS[key].findIndex((v) => v >= s[key])}
        max={STOPS[key].length - 1}
        text={String(s[key])}
        commit={(i) => ui.set({ [key]: STOPS[key][i] })}
      />
    ))}
  </>
);

function Measured({ s, ui }: ViewProps) {
  const known = measuredLayers(s.times);
  const layers = [...known.values()];
  return (
    <Picker
      label="Layers with measured times"
      texts={[...known.keys()]}
      at={layers.findIndex((one) => isLayer(one, s))}
      none="not measured: choose one that is"
      commit={(i) => ui.set(layers[i])}
    />
  );
}

type FormProps = { name: string; title?: string; times: Time[]; children?: JSX.Element[] };

function Form({ name, title = name, times, children }: FormProps) {
  const text = (t: Time) =>
    `${time(t.seconds)}${t.library ? ` ${t.library}` : ""}${t.machine === HERE ? `, ${HERE}` : ""}`;
  const measured = times.filter((t) => t.form === name);
  return (
    <div class="form" data-form={name}>
      <b>{title}</b>
      {children}
      {measured.length > 0 && <span class="measured">measured {measured.map(text).join("; ")}</span>}
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
  lead: "From which input size on has your computer no room for W? Drag the size along the plot.",
  ...declared<CostState>("Cost"),
  unshared: ["times"],
  program,
  View,
};
