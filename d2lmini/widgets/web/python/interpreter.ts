// MicroPython, with the files of the exercises in it: the same in a page's worker and in the tests' Node.js.
import type { LoadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";

/** What a run tells: a print, the number of the case that begins, or the verdict as JSON. */
export type Tell = (kind: "print" | "case" | "verdict", text: string) => void;

/** Texts of Python files by their names, as they lie in `d2lmini/exercises`. */
export type Files = Record<string, string>;

const FOLDER = "/book/d2lmini/exercises";
// MicroPython has no typing; annotations are not evaluated there, but their import is.
const TYPING = "Any = None\n";
const HEAP = 32 * 1024 * 1024;
const STACK = 64 * 1024;

/** Starts MicroPython; returns what runs a program of an exercise. */
export async function start(load: LoadMicroPython, files: Files) {
  const python = await load({ heapsize: HEAP, pystack: STACK, stdout: () => {}, stderr: () => {} });
  python.FS.mkdirTree(FOLDER);
  python.FS.writeFile("/book/typing.py", TYPING);
  for (const [name, text] of Object.entries(files)) python.FS.writeFile(`${FOLDER}/${name}`, text);
  const page: { exercise: string; program: string; tell: Tell } = {
    exercise: "",
    program: "",
    tell: () => {},
  };
  python.registerJsModule("page", page);
  python.runPython(
    "import sys\nsys.path.append('/book')\nimport page\nfrom d2lmini.exercises._page import run",
  );
  return (exercise: string, program: string, tell: Tell) => {
    Object.assign(page, { exercise, program, tell });
    python.runPython("run(page.exercise, page.program, page.tell)");
  };
}
