// The frame around every figure: title, view, live region, copying and sharing.
import { render } from "preact";
import { Button } from "../ui/controls.tsx";
import { isRedo, isUndo } from "../ui/entry.ts";
import type { Cell } from "../ui/grid.tsx";
import { heats } from "../ui/heat.ts";
import css from "../ui/style.css";
import type { Figure, Model, State, Ui } from "./figure.ts";
import { startGroups } from "./groups.ts";
import { afterTheClick } from "./pointing.ts";
import { startSigns } from "./scrolls.ts";
import { createStore } from "./store.ts";

/** Draws a figure into an element; returns what removes it and everything it left running. */
export function mount<S extends State>(figure: Figure<S>, model: Model, el: HTMLElement): () => void {
  const root = document.createElement("div");
  let at: Cell | null = null;
  let problem = "";
  let copied: Copied | null = null;
  let rounds = 0;
  const live = { element: null as HTMLElement | null };

  const say = (text: string) => {
    if (live.element && live.element.textContent !== text) live.element.textContent = text;
  };
  const point = (cell: Cell | null) => {
    if (!root.isConnected || (cell?.name === at?.name && cell?.i === at?.i && cell?.j === at?.j)) return;
    at = cell;
    draw();
  };
  const refuse = (why: string) => {
    problem = why && `${why}. The last valid state stays.`;
  };
  const store = createStore(model, figure, { draw, refuse });
  const told = { set: store.commit, why: store.why, say, model, point: afterTheClick(root, point) };
  const show = async (next: Copied) => {
    copied = next;
    draw();
    const done = await copy(next.text, root.querySelector("pre.code") as HTMLElement);
    say(done ? `${next.label}: copied` : `${next.label}: shown below, copying is not allowed here`);
  };
  const startOver = () => {
    copied = null;
    rounds++;
    store.commit(opening);
    say("Back to the start");
  };

  function draw() {
    const footer = { show, copied, startOver, share: model.share };
    const ui: Ui<S> = { ...told, at };
    render(<Frame {...{ figure, s: store.get(), ui, problem, rounds, live, footer }} />, root);
  }

  hearKeys(root, store);
  const ends = [hearPresses(root, store), startGroups(root), startSigns(root), store.end];
  root.className = "d2l";
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", figure.title);
  el.append(root);
  const opening = store.read();
  store.refresh();
  return () => {
    for (const end of ends) end();
    render(null, root);
    root.remove();
  };
}

/** Undo and redo by keyboard; no other plain key leaves the figure. */
function hearKeys(root: HTMLElement, { undo, redo }: { undo: () => void; redo: () => void }) {
  // JupyterLab would take a plain key for a command to its notebook
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    else if ((isUndo(event) || isRedo(event)) && !event.defaultPrevented) {
      // the browser's own undo would put text into a cell that has been drawn anew since
      event.preventDefault();
      event.stopPropagation();
      if (isUndo(event)) undo();
      else redo();
    }
  });
}

/** Makes what a press drags along one change; returns what ends the listening. */
function hearPresses(root: HTMLElement, { press, release }: { press: () => void; release: () => void }) {
  root.addEventListener("pointerdown", press, true);
  const ends = ["pointerup", "pointercancel"];
  for (const name of ends) addEventListener(name, release);
  return () => {
    for (const name of ends) removeEventListener(name, release);
  };
}

type FrameProps<S extends State> = {
  figure: Figure<S>;
  s: S;
  ui: Ui<S>;
  problem: string;
  /** How often the figure was started over: what only its view knows is forgotten each time. */
  rounds: number;
  /** Where sentences are said aloud. */
  live: { element: HTMLElement | null };
  footer: Omit<FooterProps<S>, "figure" | "s">;
};

function Frame<S extends State>({ figure, s, ui, problem, rounds, live, footer }: FrameProps<S>) {
  return (
    <>
      <style>{css + heats}</style>
      <p class="title">{figure.title}</p>
      <p class="lead">{figure.lead}</p>
      <p class="error" role="alert">
        {problem}
      </p>
      <figure.View key={rounds} s={s} ui={ui} />
      <Footer figure={figure} s={s} {...footer} />
      <div
        class="sr"
        role="status"
        aria-live="polite"
        ref={(element) => {
          live.element = element;
        }}
      />
    </>
  );
}

type Copied = { text: string; label: string };

type FooterProps<S extends State> = {
  figure: Figure<S>;
  s: S;
  show: (next: Copied) => void;
  copied: Copied | null;
  share?: (state: State) => string;
  startOver: () => void;
};

function Footer<S extends State>({ figure, s, show, copied, share, startOver }: FooterProps<S>) {
  const program = (library: "torch" | "mxnet", name: string) =>
    show({ text: figure.program(s)[library], label: `${name} program` });
  return (
    <div>
      <div class="foot">
        <Button act={() => program("torch", "PyTorch")}>Copy as PyTorch</Button>
        <Button act={() => program("mxnet", "MXNet")}>Copy as MXNet</Button>
        {share && (
          <Button act={() => show({ text: share(s), label: "Link to this state" })}>
            Copy link to this state
          </Button>
        )}
        <Button act={startOver}>Start over</Button>
      </div>
      <pre class="code" hidden={!copied} aria-label={copied?.label}>
        {copied?.text}
      </pre>
    </div>
  );
}

async function copy(text: string, shown: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const selection = window.getSelection();
    selection?.selectAllChildren(shown);
    const done = document.execCommand("copy");
    selection?.removeAllRanges();
    return done;
  }
}
