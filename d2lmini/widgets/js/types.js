// Shapes shared by all modules; no code.

/**
 * What a host offers: anywidget's model in Jupyter, host.js in a page. Only the first three are certain.
 * @typedef {object} Model
 * @property {(key: string) => any} get
 * @property {(key: string, value: any) => void} set
 * @property {(event: string, callback: (...args: any[]) => void) => void} on
 * @property {(event: string, callback: (...args: any[]) => void) => void} [off]
 * @property {() => void} [save_changes]
 * @property {(state: Record<string, any>) => string} [share]  Puts a state into the address, returns it.
 */

/** @typedef {Record<string, any>} State */
/** @typedef {{name: string, i: number, j: number}} Cell  A cell of the grid of that name. */

/**
 * @typedef {object} Widget
 * @property {string} title
 * @property {string} lead  One sentence: what to do here.
 * @property {State} initial  Every key of the state with its default.
 * @property {string[]} [unshared]  Keys that a shared address leaves out: they come with the page.
 * @property {(state: State) => string} check  The reason against a state, or "".
 * @property {(state: State) => {torch: string, mxnet: string}} code
 * @property {(context: import("./mount.js").Context) => (state: State) => void} build
 */

export {};
