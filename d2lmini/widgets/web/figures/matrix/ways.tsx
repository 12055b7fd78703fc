// Matrix: two more ways to the same Y, each computed on its own and shown as numbers.
import { distance, type Matrix, multiply } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { Grid, type Marks, type Point } from "../../ui/grid.tsx";
import { type MatrixState, thirdWay } from "./state.ts";

const CLOSE = 1e-6;

type WaysProps = { s: MatrixState; M: Matrix; Y: Matrix; marks: Marks; onPoint: Point };

export function Ways({ s, M, Y, marks, onPoint }: WaysProps) {
  const ways = [
    { grid: "V", name: s.transposed ? "Wᵀ·vec(X)" : "W·vec(X)", values: multiply(M, s.X, Y[0].length) },
    {
      grid: "U",
      name: s.transposed
        ? "zeros inserted, cross-correlated with turned K"
        : "tap by tap: K[a,b] times a part of X",
      values: thirdWay(s),
    },
  ];
  const verdicts = ways.map(({ name, values }) => {
    const apart = distance(Y, values);
    return apart < CLOSE ? `✓ ${name} gives the same` : `✕ ${name} differs by ${f(apart)}`;
  });
  return (
    <div class="ways">
      <p class="note" data-agree="">
        {`Three ways to the same Y: ${s.transposed ? "stamping" : "sliding the kernel"}; ${verdicts.join("; ")}.`}
      </p>
      {ways.map(({ grid, name, values }) => (
        <Grid
          key={grid}
          name={grid}
          title={`Y by ${name}`}
          tone="y"
          small
          values={values}
          marks={marks}
          nameOf={(i, j) => `Y[${i},${j}]`}
          onPoint={onPoint}
        />
      ))}
    </div>
  );
}
