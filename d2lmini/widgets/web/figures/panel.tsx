// An editable array with its size, and fields for the numbers of a state: what several figures share.
import type { ComponentChildren } from "preact";
import type { State, Ui } from "../frame/figure.ts";
import { type Matrix, map, resized, shape } from "../math/arithmetic.ts";
import { figures } from "../math/states.ts";
import { More, NumberField, SizeField } from "../ui/controls.tsx";
import { Grid, type GridProps, type Marks } from "../ui/grid.tsx";

export type Arrays = { X: Matrix; K: Matrix };

type EditableProps<S extends State> = {
  figure: string;
  name: "X" | "K";
  s: S & Arrays;
  ui: Ui<S>;
  caption: string;
  marks?: Marks;
  /** What else changes where the size does. */
  also?: Partial<S>;
  /** What else changes where a number does. */
  edited?: Partial<S>;
};

const TONES = { X: "x", K: "k" };

export function Editable<S extends State>(props: EditableProps<S>) {
  const { figure, name, s, ui, caption, marks, also, edited } = props;
  const A: Matrix = s[name];
  const set = (value: Matrix, more?: Partial<S>) => ui.set({ [name]: value, ...more } as Partial<S>);
  const heading = (
    <>
      <b>{name}</b>
      <span>{caption}</span>
      <SizeField
        name={name}
        size={shape(A)}
        max={figures[figure][name].side ?? 1}
        commit={(size) => set(resized(A, ...size), also)}
        why={([rows, cols]) =>
          ui.why({ [name]: Array(rows).fill(Array(cols).fill(1)), ...also } as Partial<S>)
        }
      />
    </>
  );
  return (
    <Grid
      name={name}
      title={`${name} ${caption}`}
      heading={heading}
      tone={TONES[name]}
      values={A}
      marks={marks}
      onEdit={(i, j, value) =>
        set(
          map(A, (v, r, c) => (r === i && c === j ? value : v)),
          edited,
        )
      }
      onPoint={ui.point}
    />
  );
}

type ShownProps = Partial<GridProps> &
  Pick<GridProps, "name" | "tone" | "values" | "onPoint"> & { caption: string };

/** A grid that is only read, under a heading like those of the editable ones. */
export function Shown({ caption, ...grid }: ShownProps) {
  const heading = (
    <>
      <b>{grid.name}</b>
      <span>{caption}</span>
    </>
  );
  return <Grid title={`${grid.name} ${caption}`} heading={heading} {...grid} />;
}

type FieldsProps<S extends State> = {
  figure: string;
  keys: string[];
  s: S;
  ui: Ui<S>;
  also?: Partial<S>;
  hidden?: string;
};

/** The whole numbers of a state, each under its declared label. */
export function Fields<S extends State>({ figure, keys, s, ui, also, hidden }: FieldsProps<S>) {
  return (
    <>
      {keys.map((key) => {
        const changed = (value: number) => ({ [key]: value, ...also }) as Partial<S>;
        return (
          <NumberField
            key={key}
            label={figures[figure][key].label}
            value={Number(s[key])}
            commit={(value) => ui.set(changed(value))}
            why={(value) => ui.why(changed(value))}
            hidden={key === hidden}
          />
        );
      })}
    </>
  );
}

type MoreFieldsProps<S extends State> = FieldsProps<S> & { changed?: boolean; children?: ComponentChildren };

/** Numbers, and other controls, that a figure can begin without. */
export const MoreFields = <S extends State>({ changed, children, ...fields }: MoreFieldsProps<S>) => (
  <More changed={changed || !areDefault(fields.figure, fields.keys, fields.s)}>
    <Fields {...fields} />
    {children}
  </More>
);

/** Whether numbers of a state are those that a figure begins with. */
export const areDefault = (figure: string, keys: string[], s: State) =>
  keys.every((key) => s[key] === figures[figure][key].default);
