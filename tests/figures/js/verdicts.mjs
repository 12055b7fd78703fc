// The page's verdict on states handed over as JSON on standard input: the reason against each, or "".
import { readFileSync } from "node:fs";
import { widgets } from "../../../d2lmini/widgets/js/widgets.js";

const verdicts = JSON.parse(readFileSync(0, "utf8")).map(([name, state]) => {
  try {
    return widgets[name].check({ ...widgets[name].initial, ...state });
  } catch (error) {
    return `threw ${error}`;
  }
});
process.stdout.write(JSON.stringify(verdicts));
