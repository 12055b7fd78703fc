// Computes what the sound figure shows, for cases handed over as JSON on standard input.
import { readFileSync } from "node:fs";
import { panels } from "../../../d2lmini/widgets/web/figures/sound/drawing.ts";
import * as S from "../../../d2lmini/widgets/web/math/sound.ts";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ kernel, stride, rate, length }) => ({
  sums: S.phaseSums(kernel, stride),
  output: S.output(kernel, stride, length),
  sizes: S.sizes(kernel, stride),
  tones: S.tones(kernel, stride, rate),
  samples: S.samples(kernel, stride, length),
  words: S.words(kernel, stride, rate),
  panels: panels({ kernel, stride, rate }),
}));
process.stdout.write(JSON.stringify(answers));
