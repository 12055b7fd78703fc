// Runs programs of exercises in the pages' MicroPython: [files, [[exercise, program], …]] in, what each run told out.
import { readFileSync } from "node:fs";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { start } from "../../d2lmini/widgets/web/python/interpreter.ts";

const [files, programs] = JSON.parse(readFileSync(0, "utf8"));
const run = await start(loadMicroPython, files);
const all = programs.map(([exercise, program]) => {
  const told = [];
  try {
    run(exercise, program, (kind, text) => told.push([kind, text]));
  } catch (error) {
    // its stack would begin with a minified file of 100 kB
    process.stderr.write(`${exercise}: ${error.message}`);
    process.exit(1);
  }
  return told;
});
process.stdout.write(JSON.stringify(all));
