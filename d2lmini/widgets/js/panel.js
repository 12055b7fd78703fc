// An editable array with its size, and marks on cells: what several widgets share.
import { map, resized } from "./arithmetic.js";
import { h } from "./dom.js";
import { sizeField } from "./fields.js";
import { createGrid } from "./grid.js";

/**
 * @param {import("./mount.js").Context} ctx @param {import("./state.js").Declared} declared  The array in the state.
 * @param {string} role @param {string} tone @param {number} [max]  Most rows and columns that are offered.
 */
export function editable(ctx, { label: name, side = 0 }, role, tone, max = side) {
  const grid = createGrid({
    name, caption: `${name} ${role}`, tone, onPoint: ctx.point,
    onEdit: (i, j, value) =>
      ctx.commit({ [name]: map(ctx.state()[name], (v, r, c) => (r === i && c === j ? value : v)) }),
  });
  const size = sizeField(name, max, (rows, cols) =>
    ctx.commit({ [name]: resized(ctx.state()[name], rows, cols), ...("step" in ctx.state() ? { step: -1 } : {}) }));
  grid.caption.append(h("b", {}, name), h("span", {}, role), size.element);
  return { grid, size };
}

/** @param {import("./grid.js").Marks} marks @param {number} i @param {number} j @param {...string} names */
export const mark = (marks, i, j, ...names) => {
  (marks[`${i},${j}`] ??= []).push(...names);
};

/**
 * A grid that is only read, under a heading like those of the editable ones.
 * @param {import("./mount.js").Context} ctx @param {string} name @param {string} role @param {string} tone
 * @param {Partial<import("./grid.js").GridOptions>} [more]
 */
export function shown(ctx, name, role, tone, more = {}) {
  const grid = createGrid({ name, caption: `${name} ${role}`, tone, onPoint: ctx.point, ...more });
  const text = h("span", {}, role);
  grid.caption.append(h("b", {}, name), text);
  return { ...grid, text };
}
