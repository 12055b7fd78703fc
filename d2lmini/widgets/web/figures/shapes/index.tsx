// Shapes: a convolution's output size and the way back, and the input sizes that fall onto one output, as windows on a ruler.
import { checkOutputPadding, declared } from "../../frame/check.ts";
import type { Figure, Ui } from "../../frame/figure.ts";
import { format as f } from "../../math/words.ts";
import { Explain } from "../../ui/explain.tsx";
import { Fields, MoreFields } from "../panel.tsx";
import { back, backKind, collapsing, forth, kindOf, leftOver, ruler, type ShapesState } from "./sizes.ts";

function fits(s: ShapesState) {
  const reason = checkOutputPadding(s);
  if (reason) return reason;
  const o = forth(s, s.n);
  if (o < 1) return `the kernel does not fit: the convolution's output would have size ${f(o)}`;
  const size = back(s, o);
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

const SHOWN = ["n", "kernel", "stride", "padding", "output_padding"];

function View({ s, ui }: { s: ShapesState; ui: Ui<ShapesState> }) {
  const o = forth(s, s.n);
  const size = back(s, o);
  return (
    <>
      <div class="bar">
        <Fields figure="Shapes" keys={SHOWN} s={s} ui={ui} />
        <MoreFields figure="Shapes" keys={["dilation"]} s={s} ui={ui} />
      </div>
      <div class="stage">
        <div class="scroll" tabIndex={0} role="region" aria-label="windows on the input sizes">
          <Ruler s={s} size={size} />
        </div>
      </div>
      <div class="dock">
        <Explain words={wordsOf(s, o, size)} say={ui.say} />
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
  const cells = Math.abs(s.n - size) === 1 ? "1 is" : `${Math.abs(s.n - size)} are`;
  const returned =
    size === s.n ? "The input size is back." : `${cells} ${size < s.n ? "missing" : "too many"}.`;
  const group = collapsing(s, o);
  const others = group.length > 1 ? `Sizes ${group.join(", ")} all give ${o}.` : `Only ${s.n} gives ${o}.`;
  return `${s.n} → ${o} → ${size}. ${returned} ${others}`;
}

/** Windows on the padded input, and input sizes below each other, with what windows leave over. */
function Ruler({ s, size }: { s: ShapesState; size: number }) {
  const { o, group, sizes, from, cells, first, windows } = ruler(s);
  const line = (kind: (at: number) => string) => (
    <div class="ruler" style={{ "--cells": cells }} aria-hidden="true">
      {Array.from({ length: cells }, (_, at) => (
        <i key={at} class={kind(from + at)} />
      ))}
    </div>
  );
  const row = (n: number) => {
    const returns = back(s, forth(s, n));
    return (
      <tr key={n} class={group.includes(n) ? "on" : undefined} data-size={n}>
        <th scope="row">{n === s.n ? `▸ ${n}` : n}</th>
        <td>
          {line((at) => kindOf(s, n, at))}
          <span class="sr">{leftOver(s, n)} left over</span>
        </td>
        <td>{forth(s, n)}</td>
        <td>{returns === n ? `✓ ${f(returns)}` : f(returns)}</td>
      </tr>
    );
  };
  return (
    <table class="rulers">
      <caption class="sr">Input sizes around the chosen one</caption>
      <thead>
        <tr>
          <th scope="col">input</th>
          <th scope="col">{from > 0 ? "the end of the padded input" : "padded input"}, cells left over</th>
          <th scope="col">output</th>
          <th scope="col">back</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{first > 0 ? `last ${windows.length} windows` : "windows"}</th>
          <td>
            {windows.map((taps, i) => (
              <div key={i}>{line((at) => (taps.includes(at) ? "tap" : ""))}</div>
            ))}
          </td>
          <td colSpan={2}>{o}</td>
        </tr>
        {sizes.map(row)}
        <tr>
          <th scope="row">back</th>
          <td>{line((at) => backKind(s, size, at))}</td>
          <td colSpan={2}>{f(size)}</td>
        </tr>
      </tbody>
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
