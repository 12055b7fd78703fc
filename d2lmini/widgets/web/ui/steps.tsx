// Step, play, pause and scrub.
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "./controls.tsx";
import { keep, recall } from "./storage.ts";
import { useUid } from "./uid.ts";

const SECONDS_PER_STEP = 0.9;
/** How many times as fast; the button goes round them, from the first on. */
const SPEEDS = [1, 2, 4, 0.5];
const SPEED_NAMES: Record<number, string> = { 0.5: "half", 1: "normal", 2: "double", 4: "fourfold" };
const SPEED_KEY = "d2l-speed";

type StepsProps = {
  done: number;
  count: number;
  /** What a step makes: stamps or cells. */
  unit: string;
  /** Takes the number of steps done; returns why it is refused, or "". */
  go: (done: number) => string;
};

export function Steps({ done, count, unit, go }: StepsProps) {
  const id = useUid();
  const [speed, setSpeed] = useState(readSpeed);
  const { playing, start, stop } = usePlaying(done, count, go, speed);
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    keep(SPEED_KEY, next);
    setSpeed(next);
  };
  const by = (steps: number) => {
    stop();
    go(Math.max(0, done + steps));
  };
  const text = `${done} of ${count} ${unit}`;
  const [first, last] = [done <= 0 ? "at the start" : "", done >= count ? "at the end" : ""];
  return (
    <div class="transport">
      <Button label="to the start" off={first} act={() => by(-count)}>
        |◀
      </Button>
      <Button label="one step back" off={first} act={() => by(-1)}>
        ◀
      </Button>
      <Button act={playing ? stop : start}>{playing ? "❚❚ Pause" : "▶ Play"}</Button>
      <Button label="one step on" off={last} act={() => by(1)}>
        ▶
      </Button>
      <Button label={`speed: ${SPEED_NAMES[speed]}`} act={faster}>
        {speed === 0.5 ? "½×" : `${speed}×`}
      </Button>
      <input
        id={id}
        type="range"
        min={0}
        max={count}
        value={done}
        aria-label="steps done"
        aria-valuetext={text}
        onInput={(event) => {
          stop();
          go(event.currentTarget.valueAsNumber);
        }}
      />
      <output for={id}>{text}</output>
    </div>
  );
}

const readSpeed = () => SPEEDS.find((speed) => speed === recall(SPEED_KEY)) ?? 1;

/** Steps by the clock until the last one, a refusal, or a word. */
function usePlaying(done: number, count: number, go: (done: number) => string, speed: number) {
  const [playing, setPlaying] = useState(false);
  // the clock ticks in the drawing it was started from, and has to see the one of now
  const now = useRef({ done, count, go });
  now.current = { done, count, go };
  const stop = () => setPlaying(false);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(
      () => {
        const { done: before, count: all, go: step } = now.current;
        if (step(before + 1) || before + 1 >= all) stop();
      },
      (SECONDS_PER_STEP * 1000) / speed,
    );
    return () => clearInterval(timer);
  }, [playing, speed]);
  const start = () => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) go(count);
    else {
      if (done === count) go(0);
      setPlaying(true);
    }
  };
  return { playing, start, stop };
}
