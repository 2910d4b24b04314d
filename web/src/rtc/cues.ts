export type Cue = 'join' | 'leave' | 'message' | 'hand' | 'knock' | 'admitted';

/** Notes in Hz, a tenth of a second apart. */
const NOTES: Record<Cue, readonly number[]> = {
  join: [523.25, 659.25],
  leave: [659.25, 523.25],
  message: [880],
  hand: [587.33, 587.33, 783.99],
  knock: [392, 392],
  admitted: [523.25, 659.25, 783.99],
};
const STEP = 0.1;
const LASTS = 0.28;
const VOLUME = 0.12;

/** Idle time in ms after which the audio output is closed. */
const IDLE = 2_000;

let context: AudioContext | null = null;
let idle: ReturnType<typeof setTimeout> | undefined;

/** Stops every cue and closes the audio output. */
export function silence(): void {
  clearTimeout(idle);
  context?.close().catch(() => {});
  context = null;
}

/**
 * Plays a short synthesised sound on the given output. Never rejects: a lost cue is not worth an
 * error.
 */
export async function playCue(cue: Cue, speakerId: string | null): Promise<void> {
  if (typeof AudioContext === 'undefined') return;
  try {
    clearTimeout(idle);
    idle = setTimeout(silence, IDLE);
    context ??= new AudioContext();
    const output = context as AudioContext & { setSinkId?(id: string): Promise<void> };
    await output.setSinkId?.(speakerId ?? '');
    if (output.state === 'suspended') await output.resume();
    const from = output.currentTime + 0.02;
    for (const [index, frequency] of NOTES[cue].entries()) {
      const start = from + index * STEP;
      const oscillator = new OscillatorNode(output, { type: 'sine', frequency });
      const gain = new GainNode(output, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(VOLUME, start + 0.015);
      gain.gain.exponentialRampToValueAtTime(0.001, start + LASTS);
      oscillator.connect(gain).connect(output.destination);
      oscillator.start(start);
      oscillator.stop(start + LASTS);
    }
  } catch {
    // The output is gone, or the browser blocks sound.
  }
}
