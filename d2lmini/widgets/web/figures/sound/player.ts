// Numbers as sound, by Web Audio. Nothing is made of it before a reader asks for a sound.

const SECONDS = 2;
const GAIN = 0.2; // of full loudness at most, whatever the numbers are

export const canPlay = () => typeof AudioContext === "function";

/** A context at the rate of the numbers, or at the machine's own, to which numbers are adapted. */
function opened(rate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate: rate });
  } catch {
    return new AudioContext();
  }
}

/** Plays numbers over and over; returns what ends it. It ends by itself after two seconds. */
export function play(samples: number[], rate: number, ended: () => void): () => void {
  const context = opened(rate);
  const stop = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", stop);
    removeEventListener("pagehide", stop);
    if (context.state !== "closed") context.close();
    ended();
  };
  const timer = setTimeout(stop, SECONDS * 1000);
  document.addEventListener("visibilitychange", stop);
  addEventListener("pagehide", stop);
  try {
    const buffer = context.createBuffer(1, samples.length, rate);
    const source = context.createBufferSource();
    const gain = context.createGain();
    buffer.copyToChannel(Float32Array.from(samples), 0);
    source.buffer = buffer;
    source.loop = true;
    gain.gain.value = GAIN / Math.max(1, ...samples.map(Math.abs));
    source.connect(gain).connect(context.destination);
    source.start();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}
