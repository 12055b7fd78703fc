// The page's verdict on states handed over as JSON on standard input: the reason against each, or "".
import { readFileSync } from "node:fs";
import { load } from "./load.mjs";

const { figures } = await load("figures/index.ts");
const verdicts = JSON.parse(readFileSync(0, "utf8")).map(([name, state]) => {
  try {
    return figures[name].check({ ...figures[name].initial, ...state });
  } catch (error) {
    return `threw ${error}`;
  }
});
process.stdout.write(JSON.stringify(verdicts));
