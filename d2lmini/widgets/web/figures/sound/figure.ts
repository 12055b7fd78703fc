// Sound: a constant through a kernel and a stride of the reader's, as bars, in words and to be heard.
// The drawing comes with the page; here it gets its controls.
import { samples, tones, words } from "../../math/sound.ts";
import { controls, type Kernels } from "./controls.ts";
import { panels, type Sound } from "./drawing.ts";
import { canPlay, play } from "./player.ts";

const LENGTH = 800; // numbers that are played over and over: whole periods of each stride
const NO_SOUND = "No sound: this browser has no Web Audio. The bars show it.";

function draw(place: HTMLElement, state: Sound) {
  for (const [name, { title, bars, words }] of Object.entries(panels(state))) {
    const panel = place.querySelector(`[data-panel=${name}]`);
    const svg = panel?.querySelector("svg");
    const span = panel?.querySelector("span");
    if (!svg || !span) continue;
    span.textContent = title;
    svg.innerHTML = bars;
    svg.setAttribute("aria-label", words);
  }
}

/** Gives the figure its controls. Whatever is changed ends the sound. */
export function startSound(place: HTMLElement) {
  const kernels: Kernels = JSON.parse(place.dataset.kernels ?? "{}");
  const [stride, rate] = [Number(place.dataset.stride), Number(place.dataset.rate)];
  const said = place.querySelector(".words");
  let state: Sound = { kernel: Object.values(kernels)[0], stride, rate };
  let wrong = "";
  let stop: (() => void) | undefined;
  let canBeHeard = canPlay();

  const tell = () => {
    const silent = !tones(state.kernel, state.stride, rate).length;
    const playing = silent ? "Playing silence: all phase sums are equal." : "Playing, for two seconds.";
    all.note.textContent = stop ? playing : wrong || (canBeHeard ? "" : NO_SOUND);
    all.play.textContent = stop ? "Stop" : "Play";
    all.play.disabled = !canBeHeard;
  };
  const change = (changed: Partial<Sound>, written: boolean) => {
    stop?.();
    state = { ...state, ...changed };
    wrong = "";
    all.set(state, written);
    draw(place, state);
    if (said) said.textContent = words(state.kernel, state.stride, rate);
    tell();
  };
  const all = controls(kernels, state, change, (why) => {
    wrong = why;
    tell();
  });
  all.play.onclick = () => {
    if (stop) return stop();
    try {
      stop = play(samples(state.kernel, state.stride, LENGTH), rate, () => {
        stop = undefined;
        tell();
      });
    } catch {
      stop = undefined;
      canBeHeard = false;
    }
    tell();
  };
  said?.setAttribute("role", "status");
  place.querySelector(".controls")?.append(...all.all);
  change({}, false);
}
