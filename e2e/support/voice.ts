import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Sets the loudness of the microphone of {@link withVoice}; 0 is digital silence. */
    speakAt(level: number): void;
  }
}

/** Runs in the page before its own script. Gives a microphone whose loudness the test sets. */
export function withVoice(): void {
  let level = Number(sessionStorage.getItem('voice') ?? 0);
  let gain: GainNode | null = null;
  window.speakAt = (loud) => {
    level = loud;
    sessionStorage.setItem('voice', String(loud));
    if (gain) gain.gain.value = loud;
  };
  const getUserMedia = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await getUserMedia(constraints);
    const [microphone] = stream.getAudioTracks();
    if (!microphone) return stream;
    stream.removeTrack(microphone);
    microphone.stop();
    const context = new AudioContext();
    const voice = new OscillatorNode(context, { frequency: 220 });
    gain = new GainNode(context, { gain: level });
    const destination = context.createMediaStreamDestination();
    voice.connect(gain).connect(destination);
    voice.start();
    await context.resume();
    for (const track of destination.stream.getAudioTracks()) stream.addTrack(track);
    return stream;
  };
}

/** Levels: loud enough for a voice, and far too quiet for a voice. */
export const LOUD = 0.3;
export const QUIET = 0.0005;

export function speakAt(page: Page, level: number): Promise<void> {
  return page.evaluate((loud) => window.speakAt(loud), level);
}
