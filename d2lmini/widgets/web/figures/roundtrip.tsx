// Round trip: X → Y = corr2d → Z = trans_conv with the same kernel. Predict, reveal, then search for Z = X.
import { checkConv, declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import * as A from "../math/arithmetic.ts";
import { format as f } from "../math/words.ts";
import { Button, Choice } from "../ui/controls.tsx";
import { Explain } from "../ui/explain.tsx";
import { type Marks, mark } from "../ui/grid.tsx";
import { type Arrays, Editable, Fields, Shown } from "./panel.tsx";
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "./program.ts";

type Guess = "" | "same" | "other";
type RoundTripState = Arrays & { stride: number; guess_shape: Guess; guess_values: Guess; revealed: boolean };
type ViewProps = { s: RoundTripState; ui: Ui<RoundTripState> };

const params = (s: RoundTripState): A.Params => ({ ...A.PLAIN, stride: s.stride });

/** Kernels worth trying in the search, with why. */
const TRIES: [string, A.Matrix][] = [
  ["K = (1)", [[1]]],
  ["K = (−1)", [[-1]]],
  [
    "one 1 among zeros",
    [
      [1, 0],
      [0, 0],
    ],
  ],
  [
    "average",
    [
      [0.25, 0.25],
      [0.25, 0.25],
    ],
  ],
];

/** Y and Z */
function bothWays(s: RoundTripState): [A.Matrix, A.Matrix] {
  const Y = A.corr2d(s.X, s.K, params(s));
  return [Y, A.transConv(Y, s.K, params(s))];
}

function program(s: RoundTripState) {
  const both = bothWays(s);
  const p = params(s);
  const end = "print(Y)\nprint(Z)\nprint(Z.shape == X.shape)\n";
  const mxnetZ = mxnetTransInto("Z", { name: "Y", value: both[0] }, { name: "K", value: s.K }, p);
  return {
    torch: `${torchArrays({ X: s.X, K: s.K }, both)}\nY = ${torchConv("X", "K", p)}\nZ = ${torchTrans("Y", "K", p)}\n${end}`,
    mxnet: `${mxnetArrays({ X: s.X, K: s.K }, both)}\nY = ${mxnetConv("X", "K", s.K, p)}\n${mxnetZ}\n${end}`,
  };
}

function View({ s, ui }: ViewProps) {
  const [Y, Z] = bothWays(s);
  const same = String(A.shape(Z)) === String(A.shape(s.X));
  const words = s.revealed
    ? verdict(s, Z, same)
    : "Z is hidden. Predict its shape and its values, then reveal it.";
  const shared = { figure: "RoundTrip", s, ui };
  return (
    <>
      <div class="bar">
        <Questions s={s} ui={ui} />
        <Fields figure="RoundTrip" keys={["stride"]} s={s} ui={ui} />
      </div>
      <Explain words={words} say={ui.say} />
      <div class="stage">
        <Editable {...shared} name="X" caption="input" />
        <Editable {...shared} name="K" caption="kernel" />
        <Shown
          name="Y"
          caption="= corr2d(X, K)"
          title="Y, cross-correlation of X with K"
          tone="y"
          values={Y}
          onPoint={ui.point}
        />
        {s.revealed && (
          <Shown
            name="Z"
            caption="= trans_conv(Y, K)"
            title="Z, transposed convolution of Y with K"
            tone="x"
            values={Z}
            onPoint={ui.point}
          />
        )}
        {s.revealed && same && (
          <Shown
            name="D"
            caption="= Z − X"
            title="Z minus X"
            tone="w"
            values={A.map(Z, (v, i, j) => v - s.X[i][j])}
            onPoint={ui.point}
          />
        )}
      </div>
      {s.revealed && <Search s={s} ui={ui} />}
    </>
  );
}

function Questions({ s, ui }: ViewProps) {
  const off = s.guess_shape && s.guess_values ? "" : "Answer both questions first.";
  const question = (key: "guess_shape" | "guess_values", text: string) => (
    <Choice<"same" | "other">
      label={text}
      choices={[
        ["same", "the same"],
        ["other", "another"],
      ]}
      value={s[key]}
      commit={(guess) => ui.set({ [key]: guess })}
      hidden={s.revealed}
    />
  );
  return (
    <>
      {question("guess_shape", "Has Z the shape of X?")}
      {question("guess_values", "Has Z the values of X?")}
      <div hidden={s.revealed}>
        <Button main off={off} act={() => ui.set({ revealed: true })}>
          Reveal
        </Button>
      </div>
    </>
  );
}

function verdict(s: RoundTripState, Z: A.Matrix, same: boolean) {
  const size = `${Z.length} × ${Z[0].length}`;
  const apart = same ? A.distance(Z, s.X) : NaN;
  const equal = apart < 1e-9;
  const values = equal
    ? ", and the values of X: here Z = X"
    : `, but not its values: they are up to ${f(apart)} apart`;
  const found = same
    ? `Z has the shape of X, ${size}${values}`
    : `Z is ${size}, X is ${s.X.length} × ${s.X[0].length}: the stride lost rows or columns at the end`;
  const judge = (guess: Guess, truth: boolean) =>
    guess ? ((guess === "same") === truth ? "✓" : "✕") : "not made";
  const [shape, numbers] = [judge(s.guess_shape, same), judge(s.guess_values, equal)];
  return `${found}.\nYour prediction: shape ${shape}, values ${numbers}.`;
}

/** Kernels to try, and why most of them fail. */
function Search({ s, ui }: ViewProps) {
  const W = A.kernelMatrix(s.K, A.shape(s.X), params(s));
  const G = A.product(A.transpose(W), W);
  const marks: Marks = {};
  A.each(G, (v, i, j) => {
    if (v === 0) mark(marks, i, j, "zero");
  });
  return (
    <div>
      <div class="bar" role="group" aria-label="kernels to try">
        <span class="lone">Search for a kernel with Z = X:</span>
        {TRIES.map(([text, K]) => (
          <Button key={text} off={ui.why({ K })} act={() => ui.set({ K })}>
            {text}
          </Button>
        ))}
      </div>
      <p class="note" data-why="">
        {`vec(Z) = WᵀW·vec(X), on the grid of X. ${reasonOf(W, G)}`}
      </p>
      <div class="stage">
        <Shown
          name="G"
          caption="= WᵀW, which makes Z of X"
          title="W transposed times W"
          tone="w"
          small
          values={G}
          marks={marks}
          onPoint={ui.point}
        />
      </div>
    </div>
  );
}

function reasonOf(W: A.Matrix, G: A.Matrix) {
  const identity = A.matrix(G.length, G.length, (i, j) => Number(i === j));
  if (A.distance(G, identity) < 1e-9) return "Here WᵀW is the identity, so Z = X for every X.";
  const r = A.rank(G);
  return r < G.length
    ? `W has ${W.length} rows, so WᵀW has rank ${r}, less than the ${G.length} elements of X: no such kernel can give back every X. Information is lost on the way to Y.`
    : "WᵀW has full rank but is not the identity: Y still holds all of X, and the transpose mixes it. The transpose is not the inverse.";
}

export const roundTrip: Figure<RoundTripState> = {
  title: "Round trip: does the transposed convolution undo the convolution?",
  lead: "Y = corr2d(X, K), then Z = trans_conv(Y, K). What of X is back in Z? Say what you expect before you look.",
  ...declared<RoundTripState>("RoundTrip", (s) => checkConv(s.X, s.K, params(s))),
  program,
  View,
};
