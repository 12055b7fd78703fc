// What a figure is: typed data and a view that is a function of its state.
import type { JSX } from "preact";
import type { Cell, Point } from "../ui/grid.tsx";

export type State = Record<string, unknown>;

/** What a host offers: anywidget's model in Jupyter, host.ts in a page. Only the first three are certain. */
export type Model = {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
  on(event: string, callback: () => void): void;
  off?(event: string, callback: () => void): void;
  save_changes?(): void;
  /** Holds keys too that no kernel has. */
  own?: true;
  /** Puts a state into the address, returns it. */
  share?(state: State): string;
};

/** What a view may do. */
export type Ui<S extends State> = {
  /** Takes the changes; returns why they are refused, or "". */
  set(changes: Partial<S>): string;
  /** Why the changes would be refused, or "": what controls disable themselves by. */
  why(changes: Partial<S>): string;
  say(text: string): void;
  /** The cell that is pointed at. */
  at: Cell | null;
  point: Point;
  model: Model;
};

export type Program = { torch: string; mxnet: string };

export type Figure<S extends State> = {
  title: string;
  /** One sentence: what to do here. */
  lead: string;
  /** Every key of the state with its default. */
  initial: S;
  /** Keys that come with the page: a shared address neither has nor sets them. */
  unshared?: string[];
  /** Keys that only the reader's browser has and keeps: no kernel, no page and no shared address. */
  own?: string[];
  /** The reason against a state from anywhere, or "". */
  check(state: State): string;
  program(s: S): Program;
  View(props: { s: S; ui: Ui<S> }): JSX.Element;
};
