// W as the product that it is: vec(X) above, vec(Y) at its side, a row folded back into X's shape.
import { useRef } from "preact/hooks";
import { type Matrix, shape } from "../../math/arithmetic.ts";
import { format as f } from "../../math/words.ts";
import { Grid, type Marks } from "../../ui/grid.tsx";
import { fitted, heat, largestOf } from "../../ui/heat.ts";
import { type Point, placeOf, pointing } from "../../ui/moves.ts";
import { pairOf } from "../../ui/pairs.ts";
import type { Linked } from "./links.ts";
import type { MatrixState } from "./state.ts";
import { useTurning } from "./turning.ts";

/** Up to here the matrix is numbers, whichever way it is turned. */
const [LONGER, SHORTER] = [16, 12];

type ProductProps = { s: MatrixState; M: Matrix; Y: Matrix; link: Linked; point: Point };

export function Product({ s, M, Y, link, point }: ProductProps) {
  const { marks } = link;
  const name = s.transposed ? "Wᵀ" : "W";
  const [rows, cols] = shape(M);
  const picture = Math.max(rows, cols) > LONGER || Math.min(rows, cols) > SHORTER;
  const heading = (
    <>
      <b>{name}</b>
      <span>{`${rows} × ${cols}, vec(Y) = ${name}·vec(X)`}</span>
    </>
  );
  const edges = (
    <>
      <Vec name="X" values={s.X} marks={marks.X} {...{ point, picture }} />
      <Vec name="Y" values={Y} marks={marks.Y} {...{ point, picture }} />
    </>
  );
  return (
    <Grid
      name="W"
      title={s.transposed ? "W transposed" : "W"}
      heading={heading}
      tone="w"
      small
      scale={largestOf(M)}
      chosen={[picture]}
      values={M}
      marks={marks.W}
      edges={edges}
      onPoint={point}
    />
  );
}

type VecProps = { name: "X" | "Y"; values: Matrix; marks: Marks; point: Point; picture: boolean };

/** An array flattened: X as a row, Y as a column. Those who do not see it have the array itself. */
function Vec({ name, values, marks, point, picture }: VecProps) {
  const most = picture ? largestOf(values) : 0;
  const over = pointing(name, point);
  const cells = values.flatMap((row, i) =>
    row.map((value, j) => {
      const names = marks[`${i},${j}`] ?? "";
      return (
        <div
          key={`${i},${j}`}
          data-i={i}
          data-j={j}
          class={`d2l-cell${names}${picture ? heat(value, most) : ""}`}
          {...(name === "X" && pairOf(names))}
        >
          {picture ? <span>{f(value)}</span> : f(value)}
        </div>
      );
    }),
  );
  return (
    <div
      class={`vec ${name.toLowerCase()}`}
      data-vec={name}
      aria-hidden="true"
      onPointerOver={over.onPointerOver}
      onPointerLeave={over.onPointerLeave}
      onPointerDown={(event) => {
        const cell = (event.target as Element).closest("[data-i]");
        if (!cell) return;
        const [i, j] = placeOf(cell);
        point({ name, i, j });
      }}
    >
      {name === "X" ? (
        <div class="d2l-row" style={{ "--cols": cells.length }}>
          {cells}
        </div>
      ) : (
        cells.map((cell) => (
          <div key={cell.key} class="d2l-row" style={{ "--cols": 1 }}>
            {cell}
          </div>
        ))
      )}
    </div>
  );
}

type FoldedProps = { transposed: boolean; M: Matrix; X: Matrix; link: Linked };

/** The row that was pointed at last, in the shape of X: the taps stand on the window that they meet. */
export function Folded({ transposed, M, X, link }: FoldedProps) {
  const box = useRef<HTMLDivElement>(null);
  const last = useRef(0);
  useTurning(box, transposed, link.row);
  last.current = Math.min(link.row ?? last.current, M.length - 1);
  const row = M[last.current];
  const cols = X[0].length;
  const values = X.map((_, i) => row.slice(i * cols, (i + 1) * cols));
  const title = `Row ${last.current} of ${transposed ? "Wᵀ" : "W"}, folded into X's shape`;
  const words = values.map((line) => line.map(f).join(" ")).join("; ");
  return (
    <div
      class="grid w small"
      data-folded={last.current}
      role="img"
      aria-label={`${title}: ${words}`}
      ref={box}
    >
      <div class="cap">{title}</div>
      <div class="scroll" style={{ "--fit": fitted(values.length, cols) }} tabIndex={-1}>
        <div class="vec">
          {values.map((line, i) => (
            <div key={i} class="d2l-row" style={{ "--cols": cols }}>
              {line.map((value, j) => {
                const names = link.marks.W[`${last.current},${i * cols + j}`] ?? "";
                return (
                  <div key={j} class={`d2l-cell${names}`} {...pairOf(names)}>
                    {f(value)}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
