// What states.json, which Python reads too, declares of every figure's state.
import declared from "../states.json" with { type: "json" };

/**
 * @typedef {object} Declared  One key of a state.
 * @property {string} kind  answers, array, choice, count, size, switch or times: count and size are whole numbers.
 * @property {string} label
 * @property {any} default
 * @property {number} [low]
 * @property {number} [high]
 * @property {number} [side]  Most rows and columns.
 * @property {string[]} [choices]
 */

export const { largest, largest_digit, most_entries, most_cells, levels } = declared;

/** @type {Record<string, Record<string, Declared>>} */
export const figures = declared.figures;

/** The state a figure opens with. @param {string} figure @returns {import("./types.js").State} */
export const initialOf = (figure) =>
  Object.fromEntries(Object.entries(figures[figure]).map(([key, one]) => [key, one.default]));

/** A key's name for the reader. @param {string} figure @param {string} key */
export const labelOf = (figure, key) => figures[figure][key].label;
