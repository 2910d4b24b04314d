// Runs on the browser's audio thread and passes the mixed sound to the page in blocks of equal
// length. A page in the background does not slow that thread down, so it is the recording's clock
// too.
export {};

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: { blockFrames: number } }) => AudioWorkletProcessor,
): void;

const CHANNELS = 2;

class Collector extends AudioWorkletProcessor {
  readonly #frames: number;
  #block: Float32Array<ArrayBuffer>[];
  #filled = 0;

  constructor({ processorOptions }: { processorOptions: { blockFrames: number } }) {
    super();
    this.#frames = processorOptions.blockFrames;
    this.#block = this.#newBlock();
  }

  process(inputs: Float32Array[][]): boolean {
    const [input = []] = inputs;
    // Without a connected input there is no channel, which means silence.
    const length = input[0]?.length ?? 128;
    for (let from = 0; from < length; ) {
      const take = Math.min(length - from, this.#frames - this.#filled);
      for (const [index, channel] of this.#block.entries()) {
        const source = input[index] ?? input[0];
        if (source) channel.set(source.subarray(from, from + take), this.#filled);
      }
      from += take;
      this.#filled += take;
      if (this.#filled === this.#frames) this.#send();
    }
    return true;
  }

  #send(): void {
    const block = this.#block;
    this.port.postMessage(
      block,
      block.map(({ buffer }) => buffer),
    );
    this.#block = this.#newBlock();
    this.#filled = 0;
  }

  #newBlock(): Float32Array<ArrayBuffer>[] {
    return Array.from({ length: CHANNELS }, () => new Float32Array(this.#frames));
  }
}

registerProcessor('recording-collector', Collector);
