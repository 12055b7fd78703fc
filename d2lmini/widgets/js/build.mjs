// Bundles the widgets twice: an ES module for Jupyter, a classic script for pages opened from disk.
// `node build.mjs [folder]` writes into the folder, by default the package's own.
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.argv[2] ?? join(here, "..", "static");
const shared = { bundle: true, minify: true, target: "es2020", legalComments: "none", charset: "utf8" };

await build({
  ...shared,
  entryPoints: [join(here, "index.js")],
  format: "esm",
  outfile: join(folder, "d2lmini-widgets.mjs"),
});
await build({
  ...shared,
  entryPoints: [join(here, "page.js")],
  format: "iife",
  outfile: join(folder, "d2lmini-widgets.js"),
});
