// What the direct readings of Stamping show and say of every cell of Y, for states from standard input.
import { readFileSync } from "node:fs";
import { load } from "./load.mjs";

const { directReading } = await load("figures/stamping/direct.ts");

const shown = JSON.parse(readFileSync(0, "utf8")).map((s) =>
  directReading(s, null).Y.map((row, i) =>
    row.map((_, j) => {
      const { F, Z, marks, weight, words } = directReading(s, { name: "Y", i, j });
      return { F: F.map((line, r) => line.map((v, c) => weight(v, r, c))), Z, marks, words };
    }),
  ),
);
process.stdout.write(JSON.stringify(shown));
