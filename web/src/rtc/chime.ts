const SECONDS = 1.2;
/** Two notes, a fifth apart. */
const NOTES = [523.25, 783.99];

/**
 * Plays a short chime on the given output. The sound is synthesised and played as a stream, so no
 * file is loaded and no `blob:` or `data:` source has to be allowed.
 */
export async function playChime(speakerId: string | null): Promise<void> {
  const context = new AudioContext();
  try {
    await context.resume();
    const destination = context.createMediaStreamDestination();
    const audio = new Audio();
    audio.srcObject = destination.stream;
    if (speakerId && 'setSinkId' in audio) await audio.setSinkId(speakerId);
    await audio.play();
    NOTES.forEach((frequency, index) => {
      const start = context.currentTime + 0.05 + index * 0.25;
      const oscillator = new OscillatorNode(context, { type: 'sine', frequency });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.4, start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.001, start + 0.8);
      oscillator.connect(gain).connect(destination);
      oscillator.start(start);
      oscillator.stop(start + 0.85);
    });
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
    audio.pause();
    audio.srcObject = null;
  } finally {
    context.close().catch(() => {});
  }
}
