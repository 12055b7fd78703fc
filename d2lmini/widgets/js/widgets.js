import { costWidget } from "./cost.js";
import { fillIn } from "./fillin.js";
import { matrixWidget } from "./matrix.js";
import { overlap } from "./overlap.js";
import { roundTrip } from "./roundtrip.js";
import { shapes } from "./shapes.js";
import { stamping } from "./stamping.js";

/** @type {Record<string, import("./types.js").Widget>} */
export const widgets = {
  Cost: costWidget,
  FillIn: fillIn,
  Matrix: matrixWidget,
  Overlap: overlap,
  RoundTrip: roundTrip,
  Shapes: shapes,
  Stamping: stamping,
};
