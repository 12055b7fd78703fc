// The worker of one run: it starts MicroPython, runs a program, tells what comes of it, and is ended by the page.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { type Files, start } from "./interpreter.ts";

export type Task = { wasm: Uint8Array<ArrayBuffer>; files: Files; exercise: string; program: string };

/** "ready" when the program begins, "fault" when the runner itself fails. */
export type Message = { kind: "print" | "case" | "verdict" | "ready" | "fault"; text: string };

const post = (kind: Message["kind"], text: string) => postMessage({ kind, text });

addEventListener("message", async ({ data }: MessageEvent<Task>) => {
  // MicroPython asks for its binary by an address; nothing else may be asked for from here.
  const headers = { "Content-Type": "application/wasm" };
  globalThis.fetch = async () => new Response(data.wasm, { headers });
  try {
    const run = await start(loadMicroPython, data.files);
    post("ready", "");
    run(data.exercise, data.program, post);
  } catch (error) {
    post("fault", String(error));
  }
});
