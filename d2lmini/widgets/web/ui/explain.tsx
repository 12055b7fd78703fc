// The sentence that explains what is shown, said aloud where it is a new one.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Pixels, about three lines. */
const MOST_KEPT = 90;

type ExplainProps = { words: string; summary?: string; say: (text: string) => void };

export function Explain({ words, summary = words, say }: ExplainProps) {
  const box = useRef<HTMLDivElement>(null);
  const said = useRef("");
  useEffect(() => keepHeight(box.current as HTMLDivElement), []);
  useLayoutEffect(() => {
    if (said.current && said.current !== summary) say(summary);
    said.current = summary;
  }, [summary]);
  return (
    <div class="explain" ref={box}>
      {words}
    </div>
  );
}

/** Lets a box grow with its text and not shrink, so that what is below it stands still; returns the end of it. */
function keepHeight(box: HTMLElement) {
  let width = 0;
  const watch = new ResizeObserver(
    ([
      {
        borderBoxSize: [size],
      },
    ]) => {
      const same = size.inlineSize === width;
      width = size.inlineSize;
      box.style.minHeight = same ? `${Math.min(size.blockSize, MOST_KEPT)}px` : "";
    },
  );
  watch.observe(box);
  return () => watch.disconnect();
}
