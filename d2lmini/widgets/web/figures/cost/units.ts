// Cost: what is known of a layer, and its numbers with units.
import type { Layer } from "../../math/counts.ts";

export type Time = Partial<Layer> & { form: string; seconds: number; library?: string; machine?: string };

const POWERS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
/** What each control can be. */
export const STOPS: Record<keyof Layer, number[]> = {
  n: [8, 16, 32, 64, 128, 256, 512],
  kernel: [1, 2, 3, 4, 5, 6, 7],
  stride: [1, 2, 3, 4],
  c_i: POWERS,
  c_o: POWERS,
};
export const KEYS = Object.keys(STOPS) as (keyof Layer)[];

/** Whether a time belongs to the layer, its size left aside if wanted. */
export const isLayer = (t: Partial<Layer>, s: Layer, anySize = false) =>
  KEYS.every((key) => t[key] === undefined || t[key] === s[key] || (anySize && key === "n"));

function scaled(value: number, units: string[], base: number) {
  const i = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(value) / Math.log(base) + 1e-12)));
  return `${Number((value / base ** i).toPrecision(3))} ${units[i]}`.trim();
}

export const bytes = (value: number) => scaled(value, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"], 1024);
export const count = (value: number) =>
  scaled(value, ["", "thousand", "million", "billion", "trillion", "thousand trillion"], 1000);

export function time(seconds: number) {
  const [factor, unit] = seconds >= 1 ? [1, "s"] : seconds >= 1e-3 ? [1e3, "ms"] : [1e6, "µs"];
  return `${Number((seconds * factor).toPrecision(3))} ${unit}`;
}
