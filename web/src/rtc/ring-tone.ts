export type Tone = 'ring' | 'ring_back';

/** Notes of one round: frequency in Hz, start and length in seconds. */
interface Round {
  notes: readonly (readonly [frequency: number, at: number, lasts: number])[];
  /** Length of one round in seconds. */
  every: number;
  volume: number;
}

const ROUNDS: Record<Tone, Round> = {
  // A rising figure, twice, and a rest: audible across a room.
  ring: {
    notes: [
      [523.25, 0, 0.22],
      [659.25, 0.18, 0.22],
      [783.99, 0.36, 0.4],
      [523.25, 0.9, 0.22],
      [659.25, 1.08, 0.22],
      [783.99, 1.26, 0.5],
    ],
    every: 3,
    volume: 0.22,
  },
  // The ringback tone of a telephone.
  ring_back: {
    notes: [
      [425, 0, 1],
      [441, 0, 1],
    ],
    every: 4,
    volume: 0.05,
  },
};

/** A synthesised tone that repeats until it is stopped: no file to load, no rights to clear. */
export class RingTone {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #tone: Tone | null = null;

  /** Starts the tone, or waits for the first press where the browser blocks sound before one. */
  play(tone: Tone, speakerId: string | null): void {
    if (this.#tone === tone) return;
    this.stop();
    if (typeof AudioContext === 'undefined') return;
    this.#tone = tone;
    try {
      const context = new AudioContext();
      this.#context = context;
      const output = context as AudioContext & { setSinkId?(id: string): Promise<void> };
      if (speakerId) output.setSinkId?.(speakerId)?.catch(() => {});
      const round = ROUNDS[tone];
      const sound = (): void => {
        if (context.state === 'suspended') context.resume().catch(() => {});
        else sing(context, round);
      };
      if (context.state === 'suspended') {
        context.onstatechange = () => {
          context.onstatechange = null;
          if (context.state === 'running') sing(context, round);
        };
      }
      sound();
      this.#timer = setInterval(sound, round.every * 1_000);
    } catch {
      // Without an output the call is still visible.
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#context?.close().catch(() => {});
    this.#context = null;
    this.#tone = null;
  }
}

function sing(context: AudioContext, { notes, volume }: Round): void {
  const from = context.currentTime + 0.03;
  for (const [frequency, at, lasts] of notes) {
    const start = from + at;
    const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(volume, start + 0.02);
    gain.gain.setValueAtTime(volume, start + Math.max(0.03, lasts - 0.08));
    gain.gain.linearRampToValueAtTime(0, start + lasts);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start);
    oscillator.stop(start + lasts);
  }
}
