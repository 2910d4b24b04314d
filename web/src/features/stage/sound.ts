import { create } from 'zustand';

/** Whether the browser holds back the sound until somebody presses something. */
export const useSound = create<{ blocked: boolean }>()(() => ({ blocked: false }));

const outputs = new Set<HTMLAudioElement>();

/** Lets an element be started by {@link turnOnSound}; returns what takes it out again. */
export function registerOutput(output: HTMLAudioElement): () => void {
  outputs.add(output);
  return () => {
    outputs.delete(output);
    if (outputs.size === 0) useSound.setState({ blocked: false });
  };
}

/** Starts an element; where autoplay is refused, the person is asked to. */
export async function play(output: HTMLAudioElement): Promise<void> {
  try {
    await output.play();
  } catch (error) {
    // Other failures pass by themselves: the track has ended or another one has come.
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      useSound.setState({ blocked: true });
    }
  }
}

/** To be called in a press: that is what the browser waits for. */
export async function turnOnSound(): Promise<void> {
  useSound.setState({ blocked: false });
  await Promise.all([...outputs].map((output) => (output.srcObject ? play(output) : undefined)));
}
