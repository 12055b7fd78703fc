// Parts of a drawing that stay as they are: Preact passes over an element that it was given before.
import type { VNode } from "preact";
import { useRef } from "preact/hooks";

/** Draws what stands at a place, anew only where what it is drawn of has changed. */
export function useKept() {
  const kept = useRef(new Map<string, { of: string; drawn: VNode }>()).current;
  return (place: string, of: string, draw: () => VNode) => {
    const before = kept.get(place);
    if (before?.of === of) return before.drawn;
    const drawn = draw();
    kept.set(place, { of, drawn });
    return drawn;
  };
}
