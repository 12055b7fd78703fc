// A grid whose cells are pressed, by a pointer or with Enter or Space.
import type { ComponentChildren } from "preact";
import { type Place, placeOf } from "../ui/moves.ts";

export function Press({ press, children }: { press: (place: Place) => void; children: ComponentChildren }) {
  const at = (event: Event) => {
    const cell = (event.target as Element).closest(".d2l-cell");
    if (cell) press(placeOf(cell));
    return cell;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key !== "Enter" && event.key !== " ") || !at(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="press" onClick={at} onKeyDownCapture={onKeyDown}>
      {children}
    </div>
  );
}
