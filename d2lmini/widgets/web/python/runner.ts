// Runs a program in a worker of its own, for a limited time; MicroPython is asked for at the first run.
import type { Message, Task } from "./worker.ts";

type Runtime = { worker: string; wasm: string };

declare global {
  var d2lMicroPython: Runtime | undefined;
}

/** How a run ends: by itself, by the reader, by its time limit, or not at all for want of the runner. */
export type End = "done" | "stopped" | "late" | "fault";

const RUNTIME = "d2lmini-micropython.js";
const SECONDS = 10;

// read while the script runs: later there is no current script
const here = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
let loading: Promise<Runtime> | undefined;

/** Fetches MicroPython by a script element, which works from a disk too. */
function load(): Promise<Runtime> {
  loading ??= new Promise<Runtime>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(RUNTIME, here).href;
    script.onload = () => (globalThis.d2lMicroPython ? resolve(globalThis.d2lMicroPython) : reject());
    script.onerror = reject;
    document.head.append(script);
  }).catch(() => {
    loading = undefined; // the next run asks again
    throw new Error(`${RUNTIME} cannot be loaded`);
  });
  return loading;
}

const bytes = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

/** Starts a run; returns what stops it. `tell` gets what the run tells, `end` how it ended, once. */
export function run(
  task: Omit<Task, "wasm">,
  tell: (message: Message) => void,
  end: (how: End, why: string) => void,
): () => void {
  let worker: Worker | undefined;
  let timer = 0;
  let ended = false;
  const finish = (how: End, why = "") => {
    if (ended) return;
    ended = true;
    clearTimeout(timer);
    worker?.terminate();
    end(how, why);
  };
  const begin = (runtime: Runtime) => {
    if (ended) return;
    const address = URL.createObjectURL(new Blob([runtime.worker], { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onerror = (event) => finish("fault", event.message || "the worker did not start");
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      if (ended) return;
      if (data.kind === "ready") {
        URL.revokeObjectURL(address);
        timer = window.setTimeout(finish, SECONDS * 1000, "late", `${SECONDS} seconds`);
      } else if (data.kind === "fault") finish("fault", data.text);
      else {
        tell(data);
        if (data.kind === "verdict") finish("done");
      }
    };
    worker.postMessage({ ...task, wasm: bytes(runtime.wasm) });
  };
  load()
    .then(begin, (error: Error) => finish("fault", error.message))
    .catch((error: Error) => finish("fault", error.message));
  return () => finish("stopped");
}
