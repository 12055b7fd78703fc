import type { Figure, State } from "../frame/figure.ts";
import { cost } from "./cost/index.tsx";
import { fillIn } from "./fillin.tsx";
import { matrixFigure } from "./matrix/index.tsx";
import { overlap } from "./overlap/index.tsx";
import { roundTrip } from "./roundtrip.tsx";
import { shapes } from "./shapes/index.tsx";
import { stamping } from "./stamping/index.tsx";

export const figures: Record<string, Figure<State>> = {
  Cost: cost,
  FillIn: fillIn,
  Matrix: matrixFigure,
  Overlap: overlap,
  RoundTrip: roundTrip,
  Shapes: shapes,
  Stamping: stamping,
};
