// Bundles the figures twice: an ES module for Jupyter, a classic script for pages opened from disk. Bundles the
// editor of exercises, and MicroPython for it, each as a classic script.
// `node build.mjs [folder [--quick]]` writes into the folder, by default the package's own; quickly, they are larger.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));

/** Makes a style sheet and those it imports one text, without what only their authors need. */
const css = {
  name: "css",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ entryPoints: [path], bundle: true, minify: true, write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

export const options = {
  bundle: true,
  minify: true,
  target: "es2020",
  legalComments: "none",
  charset: "utf8",
  // Preact's own function with children as its arguments is one byte in a hundred less than what TypeScript checks
  tsconfigRaw: { compilerOptions: { jsx: "react", jsxFactory: "h", jsxFragmentFactory: "Fragment" } },
  inject: [join(here, "jsx.ts")],
  plugins: [css],
  define: { KERNEL: "true" },
};

/** Takes out what MicroPython awaits as a program of Node.js, where a classic script cannot await. */
const withoutAwait = {
  name: "without-await",
  setup({ onLoad }) {
    onLoad({ filter: /micropython\.mjs$/ }, async ({ path }) => {
      const contents = await readFile(path, "utf8");
      return { contents: contents.replace(/await import\("(path|url)"\)/g, "null"), loader: "js" };
    });
  },
};

/** MicroPython's worker and binary, as a script that holds them as texts: a page from disk can load nothing else. */
async function micropython() {
  const name = "@micropython/micropython-webassembly-pyscript";
  const folder = dirname(fileURLToPath(import.meta.resolve(`${name}/micropython.mjs`)));
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const worker = await build({
    ...options,
    entryPoints: [join(here, "python", "worker.ts")],
    format: "iife",
    write: false,
    plugins: [withoutAwait],
    define: { "import.meta.url": '""' },
    external: ["fs", "module"], // asked for in Node.js only
  });
  const parts = {
    worker: worker.outputFiles[0].text,
    wasm: (await readFile(join(folder, "micropython.wasm"))).toString("base64"),
  };
  const licence = `MicroPython ${version}, MIT licence, copyright Damien P. George and others`;
  return `/*! ${licence} */\nglobalThis.d2lMicroPython = ${JSON.stringify(parts)};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder = join(here, "..", "static"), quick] = process.argv.slice(2);
  const bundle = async (entry, format, name) => {
    const define = { KERNEL: String(format === "esm") };
    const built = await build({ ...options, define, entryPoints: [join(here, entry)], format, write: false });
    // A second pass over what esbuild has made smaller takes one byte in forty; `1 === x` would give some back.
    // No function without `this` is called with `new` here, so all of those can be arrows.
    const compress = { passes: 2, lhs_constants: false, unsafe_arrows: true };
    const smaller = { ecma: 2020, module: format === "esm", compress };
    const [{ text }] = built.outputFiles;
    const { code } = quick ? { code: text } : await minify(text, smaller);
    await writeFile(join(folder, name), code);
  };
  await bundle("index.ts", "esm", "d2lmini-widgets.mjs");
  await bundle("page.ts", "iife", "d2lmini-widgets.js");
  await bundle("pictures.ts", "iife", "d2lmini-pictures.js");
  await bundle("sound.ts", "iife", "d2lmini-sound.js");
  await bundle("python/page.tsx", "iife", "d2lmini-code.js");
  await writeFile(join(folder, "d2lmini-micropython.js"), await micropython());
  await bundle("exercises/page.tsx", "iife", "d2lmini-predict.js");
  await bundle("exercises/paper.ts", "iife", "d2lmini-paper.js");
  await bundle("exercises/progress.ts", "iife", "d2lmini-progress.js");
  await bundle("exercises/workpage.tsx", "iife", "d2lmini-work.js");
  for (const [from, name] of [
    ["exercises/predict.css", "d2lmini-predict.css"],
    ["figures/sound/sound.css", "d2lmini-sound.css"],
  ])
    await build({ entryPoints: [join(here, from)], minify: true, outfile: join(folder, name) });
}
