// Round trip: X → Y = corr2d → Z = trans_conv with the same kernel. Predict, reveal; find what is back, then search for Z = X.
import { checkConv, declared } from "../frame/check.ts";
import type { Figure, Ui } from "../frame/figure.ts";
import * as A from "../math/arithmetic.ts";
import { format as f } from "../math/words.ts";
import { Button, Choice } from "../ui/controls.tsx";
import { Explain } from "../ui/explain.tsx";
import { type Marks, mark } from "../ui/grid.tsx";
import { largestOf } from "../ui/heat.ts";
import { type Arrays, Editable, Fields, Shown } from "./panel.tsx";
import { Press } from "./press.tsx";
import { mxnetArrays, mxnetConv, mxnetTransInto, torchArrays, torchConv, torchTrans } from "./program.ts";

type Guess = "" | "same" | "other";
/** The cells of Z that the reader takes for those of X, in the round trip `of` which, and whether those are all. */
type Found = { of: string; pressed: string[]; done: boolean };
type RoundTripState = Arrays & {
  stride: number;
  guess_shape: Guess;
  guess_values: Guess;
  revealed: boolean;
  found: Found;
};
type ViewProps = { s: RoundTripState; ui: Ui<RoundTripState> };

const EXACT = 1e-9;

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
  const judged = finding({ s, ui }, Z, s.revealed && same);
  const words = s.revealed
    ? verdict(s, Z, same)
    : "Z is hidden. Predict its shape and its values, then reveal it.";
  const shared = { figure: "RoundTrip", s, ui };
  return (
    <>
      <div class="bar">
        <Questions s={s} ui={ui} truth={[same, same && A.distance(Z, s.X) < EXACT]} />
        <Fields figure="RoundTrip" keys={["stride"]} s={s} ui={ui} />
      </div>
      <div class="stage">
        <Editable {...shared} name="X" caption="input" />
        <Editable {...shared} name="K" caption="kernel" />
        <Shown
          name="Y"
          small
          caption="= corr2d(X, K)"
          title="Y, cross-correlation of X with K"
          tone="y"
          values={Y}
          onPoint={ui.point}
        />
        <Back {...{ s, ui, Z }} finding={judged} />
        {s.revealed && (judged.done || !same) && <Search s={s} ui={ui} />}
      </div>
      <div class="dock">
        <Explain words={words} say={ui.say} />
        {s.revealed && same && <Score finding={judged} />}
      </div>
    </>
  );
}

/** What came back, whose cells the reader presses, and how far it is from X. */
function Back({ s, ui, Z, finding }: ViewProps & { Z: A.Matrix; finding: Finding }) {
  const shown = { small: true, onPoint: ui.point };
  return (
    <>
      {s.revealed && (
        <Press press={finding.press}>
          <Shown
            {...shown}
            name="Z"
            caption="= trans_conv(Y, K)"
            title="Z, transposed convolution of Y with K"
            tone="x"
            values={Z}
            marks={finding.marks}
          />
        </Press>
      )}
      {finding.done && (
        <Shown
          {...shown}
          name="D"
          caption="= Z − X"
          title="Z minus X"
          tone="w"
          values={A.map(Z, (v, i, j) => v - s.X[i][j])}
        />
      )}
    </>
  );
}

const Score = ({ finding }: { finding: Finding }) => (
  <div class="bar score">
    <Button off={finding.done ? "you have looked" : ""} act={finding.end}>
      That is all of them
    </Button>
    <span class="lone" role="status">
      {finding.words}
    </span>
  </div>
);

type Finding = ReturnType<typeof finding>;

/** What the reader has found, judged as it is pressed. */
function finding({ s, ui }: ViewProps, Z: A.Matrix, open: boolean) {
  const of = JSON.stringify([s.X, s.K, s.stride]);
  // whoever has looked once is not asked again of every kernel that they try
  const { done, ...kept } = s.found;
  const pressed = kept.of === of ? kept.pressed : [];
  const isBack = (i: number, j: number) => Math.abs(Z[i][j] - s.X[i][j]) < EXACT;
  const marks: Marks = {};
  let all = 0;
  let found = 0;
  if (open) {
    A.each(Z, (_, i, j) => {
      const chosen = pressed.includes(`${i},${j}`);
      if (isBack(i, j)) all++;
      if (chosen && isBack(i, j)) found++;
      if (chosen || (done && isBack(i, j))) mark(marks, i, j, isBack(i, j) ? "right" : "wrong");
    });
  }
  const cells = Z.flat().length;
  const words = done
    ? `${all} of ${cells} values are back${kept.of === of ? `; you found ${found}` : ""}.`
    : `Which values of X are back in their place? Press them in Z. Found: ${found}.`;
  return {
    marks,
    words,
    done: open && done,
    end: () => ui.set({ found: { of, pressed, done: true } }),
    press([i, j]: [number, number]) {
      if (open && !done) ui.set({ found: { of, pressed: [...pressed, `${i},${j}`], done } });
    },
  };
}

/** What was asked; once Z is shown, what was said and whether it was right. */
function Questions({ s, ui, truth }: ViewProps & { truth: [boolean, boolean] }) {
  const off = s.guess_shape && s.guess_values ? "" : "Answer both questions first.";
  const question = (key: "guess_shape" | "guess_values", text: string, isSame: boolean) =>
    s.revealed ? (
      <p class="asked">
        {text}
        <b>
          {isSame ? "Yes. " : "No. "}
          {s[key] && ((s[key] === "same") === isSame ? "✓ as you said" : "✕ you said otherwise")}
        </b>
      </p>
    ) : (
      <Choice<"same" | "other">
        label={text}
        choices={[
          ["same", "the same"],
          ["other", "another"],
        ]}
        value={s[key]}
        commit={(guess) => ui.set({ [key]: guess })}
      />
    );
  return (
    <>
      {question("guess_shape", "Has Z the shape of X?", truth[0])}
      {question("guess_values", "Has Z the values of X?", truth[1])}
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
  const equal = apart < EXACT;
  const values = equal
    ? ", and the values of X: here Z = X"
    : `, but not its values: they are up to ${f(apart)} apart`;
  const found = same
    ? `Z has the shape of X, ${size}${values}`
    : `Z is ${size}, X is ${s.X.length} × ${s.X[0].length}: the stride lost rows or columns at the end`;
  return `${found}.`;
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
    <>
      <Shown
        name="G"
        caption="= WᵀW"
        title="W transposed times W"
        tone="w"
        small
        scale={largestOf(G)}
        values={G}
        marks={marks}
        onPoint={ui.point}
      />
      <div class="search">
        <div class="bar" role="group" aria-label="kernels to try">
          <span>Search for a kernel with Z = X:</span>
          {TRIES.map(([text, K]) => (
            <Button key={text} off={ui.why({ K })} act={() => ui.set({ K })}>
              {text}
            </Button>
          ))}
        </div>
        <p class="note" data-why="">
          {`vec(Z) = WᵀW·vec(X). ${reasonOf(W, G)}`}
        </p>
      </div>
    </>
  );
}

function reasonOf(W: A.Matrix, G: A.Matrix) {
  const identity = A.matrix(G.length, G.length, (i, j) => Number(i === j));
  if (A.distance(G, identity) < EXACT) return "Here WᵀW is the identity, so Z = X for every X.";
  const r = A.rank(G);
  return r < G.length
    ? `W has ${W.length} rows, so WᵀW has rank ${r}, less than the ${G.length} elements of X: no such kernel can give back every X. Information is lost on the way to Y.`
    : "WᵀW has full rank but is not the identity: Y still holds all of X, and the transpose mixes it. The transpose is not the inverse.";
}

const { initial, check } = declared<RoundTripState>("RoundTrip", (s) => checkConv(s.X, s.K, params(s)));

const NOTHING: Found = { of: "", pressed: [], done: false };

/** Whether what a browser has kept can be that. */
function isFound(kept: unknown) {
  const { of, pressed, done } = Object(kept);
  return typeof of === "string" && Array.isArray(pressed) && typeof done === "boolean";
}

export const roundTrip: Figure<RoundTripState> = {
  title: "Round trip: does the transposed convolution undo the convolution?",
  lead: "Y = corr2d(X, K), then Z = trans_conv(Y, K). What of X is back in Z? Say what you expect before you look.",
  initial: { ...initial, found: NOTHING },
  own: ["found"],
  check: (s) => check(s) || (isFound(s.found ?? NOTHING) ? "" : "what was found must be cells"),
  program,
  View,
};
