// The sound figure's controls: native ones, whose state is that of the figure.
import type { Sound } from "./drawing.ts";
import { MOST, taps } from "./taps.ts";

export const STRIDES = [4, 5, 8, 10, 16]; // whose tones are whole numbers of hertz, and far from half the rate
const NOTE = "d2l-sound-note"; // of which a page has one

export type Kernels = Record<string, number[]>;
export type Controls = {
  /** Sets the controls to a state; the text of the weights stays where a reader has written it. */
  set(state: Sound, written: boolean): void;
  all: HTMLElement[];
  play: HTMLButtonElement;
  note: HTMLElement;
};

/** An element with properties and children. */
function made<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const button = (words: string, onclick: () => void) => made("button", { type: "button", onclick }, words);

const group = (name: string, ...children: (Node | string)[]) =>
  made("div", { role: "group", ariaLabel: name }, ...children);

/** A field for the weights, and buttons that take one away or add one; they stay where the focus is at their ends. */
function weights(change: (changed: Partial<Sound>, written: boolean) => void, wrong: (why: string) => void) {
  let kernel = [0];
  const field = made("input", { type: "text", autocomplete: "off", spellcheck: false });
  const read = (told: boolean) => {
    const given = taps(field.value);
    if (typeof given === "string") {
      if (told) wrong(given);
      field.ariaInvalid = `${told || field.ariaInvalid === "true"}`;
    } else if (`${given}` !== `${kernel}` || field.ariaInvalid === "true") change({ kernel: given }, true);
  };
  field.oninput = () => read(false); // what is half written is not scolded
  field.onchange = () => read(true);
  field.setAttribute("aria-describedby", NOTE);
  const shorter = button("drop the last", () => {
    if (kernel.length > 1) change({ kernel: kernel.slice(0, -1) }, false);
  });
  const longer = button("repeat the last", () => {
    if (kernel.length < MOST) change({ kernel: [...kernel, kernel[kernel.length - 1]] }, false);
  });
  const set = (state: Sound, written: boolean) => {
    kernel = state.kernel;
    field.ariaInvalid = "false";
    if (!written) field.value = kernel.join(" ");
    shorter.ariaDisabled = `${kernel.length <= 1}`;
    longer.ariaDisabled = `${kernel.length >= MOST}`;
  };
  return { set, all: [made("label", {}, "weights", field), shorter, longer] };
}

/** Makes the controls; `change` is told what a reader changes, `wrong` what is no kernel. */
export function controls(
  kernels: Kernels,
  opening: Sound,
  change: (changed: Partial<Sound>, written: boolean) => void,
  wrong: (why: string) => void,
): Controls {
  const { stride, rate } = opening;
  const select = made(
    "select",
    { onchange: () => change({ stride: Number(select.value) }, false) },
    ...STRIDES.map((s) => made("option", { value: `${s}` }, `${s}: ${rate / s} Hz`)),
  );
  const presets = Object.entries(kernels).map(([name, kernel]) => ({
    kernel,
    press: button(name, () => change({ kernel, stride }, false)),
  }));
  const taken = weights(change, wrong);
  const play = button("Play", () => {});
  const note = made("p", { className: "note", id: NOTE, role: "status" });
  play.setAttribute("aria-describedby", NOTE);
  return {
    play,
    note,
    all: [
      group("kernel", made("span", {}, "kernel"), ...presets.map(({ press }) => press)),
      made("label", {}, "stride", select),
      group("weights", ...taken.all),
      made("div", { className: "heard" }, play, note),
    ],
    set(state, written) {
      select.value = `${state.stride}`;
      for (const { kernel, press } of presets)
        press.ariaPressed = `${`${kernel}` === `${state.kernel}` && state.stride === stride}`;
      taken.set(state, written);
    },
  };
}
