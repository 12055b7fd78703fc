import { stamping } from "./stamping.js";

/** @type {Record<string, import("./types.js").Widget>} */
export const widgets = { Stamping: stamping };
