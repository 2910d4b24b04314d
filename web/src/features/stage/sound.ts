import { create } from 'zustand';

/** `blocked`: the browser withholds sound until a user gesture. */
export const useSound = create<{ blocked: boolean }>()(() => ({ blocked: false }));

const outputs = new Set<HTMLAudioElement>();

/** Registers an element for {@link turnOnSound}; returns the function that removes it. */
export function registerOutput(output: HTMLAudioElement): () => void {
  outputs.add(output);
  return () => {
    outputs.delete(output);
    if (outputs.size === 0) useSound.setState({ blocked: false });
  };
}

/** Starts an element; if autoplay is refused, the page asks the person for a press. */
export async function play(output: HTMLAudioElement): Promise<void> {
  try {
    await output.play();
  } catch (error) {
    // Other failures need no action: the track has ended or was replaced.
    if (error instanceof DOMException && error.name === 'NotAllowedError') {
      useSound.setState({ blocked: true });
    }
  }
}

/** Starts all elements. Browsers demand a user gesture. */
export async function turnOnSound(): Promise<void> {
  useSound.setState({ blocked: false });
  await Promise.all([...outputs].map((output) => (output.srcObject ? play(output) : undefined)));
}
