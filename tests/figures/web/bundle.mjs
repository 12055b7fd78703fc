// Bundles lines of TypeScript from standard input, which import from the figures' folder, to standard output.
import { readFileSync } from "node:fs";
import { bundled } from "./load.mjs";

process.stdout.write(await bundled(readFileSync(0, "utf8")));
