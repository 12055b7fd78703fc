// What Node cannot import as it is: a module with TSX or style sheets in it, bundled first.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { options } from "../../../d2lmini/widgets/web/build.mjs";

const web = fileURLToPath(new URL("../../../d2lmini/widgets/web", import.meta.url));

/** The ES module of some lines of TypeScript that import from the figures' folder, as text. */
export async function bundled(contents) {
  const stdin = { contents, resolveDir: web, loader: "tsx" };
  const { outputFiles } = await build({ ...options, stdin, format: "esm", write: false });
  return outputFiles[0].text;
}

/** What some lines of TypeScript export. */
export const loadLines = async (lines) =>
  import(`data:text/javascript;base64,${Buffer.from(await bundled(lines)).toString("base64")}`);

export const load = (file) => loadLines(`export * from "./${file}";`);
