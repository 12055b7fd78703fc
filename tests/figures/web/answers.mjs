// The page's verdicts on answers handed over as JSON on standard input: [said, feedback] for each.
import { readFileSync } from "node:fs";
import { check } from "../../../d2lmini/widgets/web/exercises/check.ts";

const verdicts = JSON.parse(readFileSync(0, "utf8")).map(([question, entered]) => {
  const { said, feedback } = check(question, entered);
  return [said, feedback];
});
process.stdout.write(JSON.stringify(verdicts));
