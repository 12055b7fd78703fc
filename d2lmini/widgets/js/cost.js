// Cost: memory and work of a convolution as dense W, sparse W, im2col and directly, on a log scale.
import { declared } from "./check.js";
import { cost as figures } from "./counts.js";
import { h, write } from "./dom.js";
import { button, picker, slider } from "./fields.js";
import { labelOf } from "./state.js";

/** @typedef {import("./types.js").State} State */
const POWERS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** @type {[string, number[]][]} */
const SLIDERS = [
  ["n", [8, 16, 32, 64, 128, 256, 512]], ["kernel", [1, 2, 3, 4, 5, 6, 7]], ["stride", [1, 2, 3, 4]], ["c_i", POWERS], ["c_o", POWERS],
];
const DECADES = 16;
// what the kernel calls the reader's own machine in its rows
const HERE = "this machine";

/** @param {State} s */
const layer = (s) => ({ n: s.n, k: s.kernel, stride: s.stride, c_i: s.c_i, c_o: s.c_o });

/** @param {number} value @param {string[]} units @param {number} base */
function scaled(value, units, base) {
  const i = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(value) / Math.log(base) + 1e-12)));
  return `${Number((value / base ** i).toPrecision(3))} ${units[i]}`;
}

/** @param {number} value */
const bytes = (value) => scaled(value, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"], 1024);
/** @param {number} value */
const count = (value) => scaled(value, ["", "thousand", "million", "billion", "trillion", "thousand trillion"], 1000).trim();
/** @param {number} seconds */
const time = (seconds) => (seconds >= 1 ? `${Number(seconds.toPrecision(3))} s` : seconds >= 1e-3 ? `${Number((seconds * 1e3).toPrecision(3))} ms` : `${Number((seconds * 1e6).toPrecision(3))} µs`);

/** @typedef {{form: string, seconds: number, library?: string, machine?: string} & Record<string, any>} Time */
const LAYER = ["n", "kernel", "stride", "c_i", "c_o"];

/** @param {State} s @returns {Time[]} those of this very layer */
const matching = (s) => s.times.filter((/** @type {Time} */ t) => LAYER.every((key) => t[key] === undefined || t[key] === s[key]));

/** Layers with times of their own that the sliders can reach, as text and as the state to take. @param {State} s */
function measuredLayers(s) {
  /** @type {Map<string, State>} */
  const layers = new Map();
  for (const t of /** @type {Time[]} */ (s.times)) {
    const all = SLIDERS.every(([key, values]) => values.includes(t[key]));
    if (all) layers.set(`${t.n} × ${t.n}, kernel ${t.kernel}, stride ${t.stride}, ${t.c_i} → ${t.c_o} channels`, Object.fromEntries(LAYER.map((key) => [key, t[key]])));
  }
  return layers;
}

/** @type {import("./types.js").Widget} */
export const costWidget = {
  title: "Cost: is a matrix product a good way to convolve?",
  lead: "Move the sliders to a real layer's size and compare four forms of the same convolution. Bars are logarithmic: each line is ten times the one before.",
  ...declared("Cost"),
  unshared: ["times"],
  code: (s) => {
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
  },
  build,
};

/** @param {import("./mount.js").Context} ctx */
function build(ctx) {
  const problem = h("p", { class: "error", role: "alert" });
  const sliders = SLIDERS.map(([key, values]) => slider(labelOf("Cost", key), (i) => {
    const why = ctx.commit({ [key]: values[i] });
    write(problem, why);
    if (why) ctx.redraw();
  }));
  ctx.bar.append(...sliders.map((one) => one.element), problem);
  const measured = picker("Layers with measured times", (i) => ctx.commit([...measuredLayers(ctx.state()).values()][i]));
  ctx.bar.append(measured.element);
  const chart = h("div", { class: "chart" });
  ctx.stage.append(chart);
  const where = h("p", { class: "note", "data-where": "" });
  ctx.add(where);
  const note = h("p", { class: "note" }, "Memory: what the form needs besides input and output, in 4-byte numbers (sparse W: 4-byte columns and 8-byte row starts too). Bars begin at 1 byte, 1 multiply-add and 1 nanosecond. " +
    "Times: W stands ready, the columns of im2col do not; direct is one NumPy product for each tap of the kernel.");
  ctx.add(note);
  addMeasuring(ctx);

  return (/** @type {State} */ s) => {
    SLIDERS.forEach(([key, values], i) => {
      const at = values.findIndex((v) => v >= s[key]);
      sliders[i].update(at, values.length - 1, String(s[key]));
    });
    const c = figures(layer(s));
    const times = matching(s);
    const own = times.some((t) => t.form === "layer") ? [drawForm("layer", [], times, "the framework’s own layer")] : [];
    chart.replaceChildren(...c.forms.map((form) => drawForm(form.name, memoryAndWork(form), times)), ...own);
    drawTimes(s, times, measured, where);
    const zeros = c.zeros * 100;
    const words = `W is ${s.c_o * c.o * c.o} × ${s.c_i * s.n * s.n}, and ${Number(zeros.toFixed(zeros > 99.99 ? 4 : 2))} % of it is zeros. ` +
      `Dense, it takes ${bytes(c.forms[0].bytes)}; the kernel itself takes ${bytes(c.forms[3].bytes)}.`;
    ctx.explain(words);
  };
}

/** @param {string} tone @param {string} text @param {number} value */
const bar = (tone, text, value) =>
  h("div", { class: `bar-line ${tone}` }, h("span", {}, text),
    h("div", { class: "length", style: `width:${Math.max(1, (100 * Math.log10(Math.max(1, value))) / DECADES)}%`, "aria-hidden": "true" }));

/** @param {{bytes: number, work: number}} form */
const memoryAndWork = (form) => [bar("x", `memory ${bytes(form.bytes)}`, form.bytes), bar("k", `multiply-adds ${count(form.work)}`, form.work)];

/** @param {string} name @param {HTMLElement[]} lines @param {Time[]} times @param {string} [title] */
function drawForm(name, lines, times, title = name) {
  // nanoseconds, so that a second stands at ten to the nine on the same axis
  const measured = times.filter((t) => t.form === name).map((t) =>
    bar("w", `measured ${time(t.seconds)}${t.library ? ` ${t.library}` : ""}${t.machine === HERE ? `, ${HERE}` : ""}`, t.seconds * 1e9));
  return h("div", { class: "form", "data-form": name }, h("b", {}, title), ...lines, ...measured);
}

/**
 * @param {State} s @param {Time[]} times @param {import("./fields.js").Picker} measured @param {HTMLElement} where
 */
function drawTimes(s, times, measured, where) {
  const known = measuredLayers(s);
  measured.element.hidden = known.size === 0;
  const at = [...known.values()].findIndex((one) => LAYER.every((key) => one[key] === s[key]));
  measured.update([...known.keys()], at, "not measured: choose one that is");
  const machines = [...new Set(times.map((t) => t.machine).filter((m) => m && m !== HERE))];
  const fastest = [...times].sort((a, b) => a.seconds - b.seconds)[0];
  write(where, times.length === 0 ? (s.times.length ? "No form was measured on this layer." : "")
    : `Fastest of the ${times.length} measured here: ${[fastest.form, fastest.library, time(fastest.seconds)].filter(Boolean).join(", ")}.${machines.length ? ` Measured on ${machines.join("; ")}.` : ""}`);
}

/** The button that measures, where there is a kernel to do it. @param {import("./mount.js").Context} ctx */
function addMeasuring(ctx) {
  if (!ctx.model.get("_live")) {
    ctx.add(h("p", { class: "note" }, "In Jupyter a button here measures the four forms on your own machine."));
    return;
  }
  const progress = h("progress", { max: 1, value: 0, "aria-label": "measuring" });
  const words = h("span", { role: "status" });
  const start = button("Measure on this machine", () => {
    ctx.model.set("_request", (ctx.model.get("_request") ?? 0) + 1);
    ctx.model.save_changes?.();
  });
  const update = () => {
    const done = ctx.model.get("_progress") ?? 0;
    progress.value = done;
    write(words, done > 0 && done < 1 ? `measuring, ${Math.round(done * 100)} %` : done >= 1 ? "measured" : "");
  };
  ctx.model.on("change:_progress", update);
  ctx.onEnd(() => ctx.model.off?.("change:_progress", update));
  ctx.add(h("div", { class: "bar" }, start, progress, words));
}
