import { fillIn } from "./fillin.js";
import { matrixWidget } from "./matrix.js";
import { overlap } from "./overlap.js";
import { stamping } from "./stamping.js";

/** @type {Record<string, import("./types.js").Widget>} */
export const widgets = { FillIn: fillIn, Matrix: matrixWidget, Overlap: overlap, Stamping: stamping };
