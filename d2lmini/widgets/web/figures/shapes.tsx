// Shapes: a convolution's output size and the way back, and which input sizes fall onto one output.
import { checkOutputPadding, declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import { convSize, type Params, transSize } from "../math/arithmetic.ts";
import { figures } from "../math/states.ts";
import { format as f } from "../math/words.ts";
import { Explain } from "../ui/explain.tsx";
import { Fields } from "./panel.tsx";

type ShapesState = Params & { n: number; kernel: number };

const forth = (s: ShapesState, n: number) => convSize(n, s.kernel, s);

const back = (s: ShapesState, o: number, output_padding: number) =>
  transSize(o, s.kernel, { ...s, output_padding });

const isAllowed = (s: ShapesState, output_padding: number) =>
  output_padding >= 0 && output_padding < Math.max(s.stride, s.dilation);

function fits(s: ShapesState) {
  const reason = checkOutputPadding(s);
  if (reason) return reason;
  const o = forth(s, s.n);
  if (o < 1) return `the kernel does not fit: the convolution's output would have size ${f(o)}`;
  const size = back(s, o, s.output_padding);
  return size < 1 ? `the way back would have size ${f(size)}` : "";
}

const program = (s: ShapesState) => ({
  torch: `import torch
from torch import nn

X = torch.zeros(1, 1, ${s.n}, ${s.n})
conv = nn.Conv2d(1, 1, ${s.kernel}, stride=${s.stride}, padding=${s.padding}, dilation=${s.dilation})
tconv = nn.ConvTranspose2d(1, 1, ${s.kernel}, stride=${s.stride}, padding=${s.padding}, output_padding=${s.output_padding}, dilation=${s.dilation})
print(conv(X).shape[-1], tconv(conv(X)).shape[-1])
`,
  mxnet: `from mxnet import np, npx

npx.set_np()
X, K = np.zeros((1, 1, ${s.n}, ${s.n})), np.zeros((1, 1, ${s.kernel}, ${s.kernel}))
shared = dict(kernel=(${s.kernel}, ${s.kernel}), num_filter=1, no_bias=True, dilate=(${s.dilation}, ${s.dilation}), stride=(${s.stride}, ${s.stride}))
Y = npx.convolution(X, K, pad=(${s.padding}, ${s.padding}), **shared)
# without padding, then cropped and extended by hand: MXNet takes output padding below the stride only
Z = npx.deconvolution(Y, K, **shared)
print(Y.shape[-1], Z.shape[-1] - 2 * ${s.padding} + ${s.output_padding})
`,
});

/** Every input size with this output size. */
const collapsing = (s: ShapesState, o: number) =>
  Array.from({ length: s.stride }, (_, i) => back(s, o, i)).filter((n) => n >= 1);

function View({ s, ui }: { s: ShapesState; ui: Ui<ShapesState> }) {
  const o = forth(s, s.n);
  const size = back(s, o, s.output_padding);
  return (
    <>
      <div class="bar">
        <Fields figure="Shapes" keys={Object.keys(figures.Shapes)} s={s} ui={ui} />
      </div>
      <Explain words={wordsOf(s, o, size)} say={ui.say} />
      <Bars s={s} o={o} size={size} />
      <div class="stage">
        <div class="scroll" tabIndex={0} role="region" aria-label="input sizes and output sizes">
          <Sizes s={s} o={o} />
        </div>
      </div>
      <p class="note">
        output = ⌊({s.n} + 2·{s.padding} − {s.dilation}·({s.kernel} − 1) − 1) / {s.stride}⌋ + 1 = {o}; back ={" "}
        {s.stride}
        ·({o} − 1) − 2·{s.padding} + {s.dilation}·({s.kernel} − 1) + 1 + {s.output_padding} = {size}.
      </p>
    </>
  );
}

function wordsOf(s: ShapesState, o: number, size: number) {
  const needed = s.n - back(s, o, 0);
  const allowed = isAllowed(s, needed) ? "" : ", which is not allowed";
  const returned =
    size === s.n ? "The input size is back." : `Output padding ${needed} would bring ${s.n} back${allowed}.`;
  const group = collapsing(s, o);
  const others = group.length > 1 ? `Sizes ${group.join(", ")} all give ${o}.` : `Only ${s.n} gives ${o}.`;
  return `${s.n} → ${o} → ${size}. ${returned} ${others}`;
}

type PartProps = { s: ShapesState; o: number };

/** The three sizes as lengths to scale. */
function Bars({ s, o, size }: PartProps & { size: number }) {
  const most = Math.max(s.n, o, size);
  const line = (label: string, n: number, tone: string) => (
    <div class={`size-line ${tone}`}>
      <span>{`${label}: ${n}`}</span>
      <div class="length" style={{ width: `${(100 * n) / most}%` }} aria-hidden="true" />
    </div>
  );
  return (
    <div class="sizes">
      {line("input", s.n, "x")}
      {line("after the convolution", o, "y")}
      {line("back again", size, "x")}
    </div>
  );
}

/** Input sizes around the chosen one: those with its output size stand out. */
function Sizes({ s, o }: PartProps) {
  const first = Math.max(1, (collapsing(s, o)[0] ?? s.n) - 2);
  const rows = Array.from({ length: s.stride + 4 }, (_, i) => first + i);
  if (!rows.includes(s.n)) rows.push(s.n);
  const row = (n: number) => {
    const out = forth(s, n);
    const needed = n - back(s, out, 0);
    return (
      <tr key={n} class={out === o ? "on" : undefined}>
        <th scope="row">{n === s.n ? `▸ ${n}` : n}</th>
        <td>{out}</td>
        <td>{f(n - needed)}</td>
        <td>{isAllowed(s, needed) ? needed : `${f(needed)}: not allowed`}</td>
      </tr>
    );
  };
  return (
    <table>
      <caption class="sr">Input sizes around the chosen one</caption>
      <thead>
        <tr>
          <th scope="col">input size</th>
          <th scope="col">output size</th>
          <th scope="col">back again</th>
          <th scope="col">output padding that gives the input size</th>
        </tr>
      </thead>
      <tbody>{rows.filter((n) => forth(s, n) >= 1).map(row)}</tbody>
    </table>
  );
}

export const shapes: Figure<ShapesState> = {
  title: "Shapes: there and back",
  lead: "Several input sizes have one output size. Which output padding brings each of them back? Look at what the last window leaves over, then try.",
  ...declared<ShapesState>("Shapes", fits),
  program,
  View,
};
