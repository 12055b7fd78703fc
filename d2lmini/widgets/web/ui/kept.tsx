// Parts of a drawing that stay as they are: Preact passes over a component whose element it was given before.
import type { VNode } from "preact";
import { useRef } from "preact/hooks";

const Drawn = ({ draw }: { draw: () => VNode }) => draw();

/** Draws what stands at a place, anew only where what it is drawn of has changed. */
export function useKept() {
  const kept = useRef(new Map<string, { of: string; drawn: VNode }>()).current;
  return (place: string, of: string, draw: () => VNode) => {
    const before = kept.get(place);
    if (before?.of === of) return before.drawn;
    const drawn = <Drawn key={place} draw={draw} />;
    kept.set(place, { of, drawn });
    return drawn;
  };
}
