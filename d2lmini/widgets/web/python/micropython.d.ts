// The part of MicroPython's loader that is used here; the package has no types.
declare module "@micropython/micropython-webassembly-pyscript/micropython.mjs" {
  type Options = {
    heapsize: number;
    pystack: number;
    stdout: (line: string) => void;
    stderr: (line: string) => void;
  };
  type MicroPython = {
    FS: { mkdirTree: (path: string) => void; writeFile: (path: string, text: string) => void };
    registerJsModule: (name: string, module: object) => void;
    runPython: (code: string) => unknown;
  };
  export type LoadMicroPython = (options: Options) => Promise<MicroPython>;
  export const loadMicroPython: LoadMicroPython;
}
