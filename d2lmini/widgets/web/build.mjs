// Bundles the figures twice: an ES module for Jupyter, a classic script for pages opened from disk.
// `node build.mjs [folder]` writes into the folder, by default the package's own.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

/** Makes a style sheet its text, without what only its authors need. */
const css = {
  name: "css",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: (await transform(text, { loader: "css", minify: true })).code, loader: "text" };
    });
  },
};

export const options = {
  bundle: true,
  minify: true,
  target: "es2020",
  legalComments: "none",
  charset: "utf8",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [css],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? join(here, "..", "static");
  const bundle = (entry, format, name) =>
    build({ ...options, entryPoints: [join(here, entry)], format, outfile: join(folder, name) });
  await bundle("index.ts", "esm", "d2lmini-widgets.mjs");
  await bundle("page.ts", "iife", "d2lmini-widgets.js");
  await bundle("exercises/page.tsx", "iife", "d2lmini-predict.js");
  await build({
    entryPoints: [join(here, "exercises/predict.css")],
    minify: true,
    outfile: join(folder, "d2lmini-predict.css"),
  });
}
