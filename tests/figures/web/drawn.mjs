// States that the figures accept, drawn by a seed: {seed, count} as JSON on standard input, [name, states] for each.
import { readFileSync } from "node:fs";
import { random } from "../../../d2lmini/widgets/web/math/arithmetic.ts";
import { load } from "./load.mjs";
import { drawer } from "./states.mjs";

const { figures } = await load("figures/index.ts");
const { seed, count } = JSON.parse(readFileSync(0, "utf8"));

function accepted(name, figure) {
  const draw = drawer(random(seed));
  const states = [];
  while (states.length < count) {
    const state = draw(name);
    if (!figure.check({ ...figure.initial, ...state })) states.push(state);
  }
  return states;
}

const drawn = Object.entries(figures).map(([name, figure]) => [name, accepted(name, figure)]);
process.stdout.write(JSON.stringify(drawn));
