// States drawn by chance: arrays that are not square, numbers near their limits as often as between them.
import { figures } from "../../../d2lmini/widgets/web/math/states.ts";

export function drawer(random) {
  const whole = (low, high) => low + Math.floor(random() * (high - low + 1));
  const one = (list) => list[whole(0, list.length - 1)];
  const array = (side) => {
    const [rows, cols] = one([
      [1, 2],
      [2, 3],
      [3, 2],
      [4, 3],
      [2, side],
      [side, 1],
      [side, side - 1],
    ]);
    return Array.from({ length: rows }, () => Array.from({ length: cols }, () => whole(-9, 9)));
  };
  const KINDS = {
    answers: () => ({}),
    array: ({ side }) => array(random() < 0.3 ? side : Math.min(side, 5)),
    choice: ({ choices }) => one(choices),
    switch: () => random() < 0.5,
    times: () => [],
  };
  const number = ({ low, high }) => one([low, low + 1, low + 2, whole(low, high), high - 1, high]);
  return (name) =>
    Object.fromEntries(
      Object.entries(figures[name]).map(([key, declared]) => [
        key,
        (KINDS[declared.kind] ?? number)(declared),
      ]),
    );
}
