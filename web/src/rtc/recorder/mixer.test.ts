import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Mixer, type SoundBlock } from './mixer';

vi.mock('./mixer-worklet.ts?worker&url', () => ({ default: '/mixer-worklet.js' }));

/** Records the connections between nodes. */
class FakeNode {
  readonly inputs = new Set<FakeNode>();
  readonly #outputs = new Set<FakeNode>();

  connect(to: FakeNode): FakeNode {
    to.inputs.add(this);
    this.#outputs.add(to);
    return to;
  }

  disconnect(): void {
    for (const to of this.#outputs) to.inputs.delete(this);
    this.#outputs.clear();
  }
}

class FakeContext {
  state = 'running';
  sampleRate = 44_100;
  destination = new FakeNode();
  audioWorklet = { addModule: vi.fn(async () => {}) };
  resume = vi.fn(async () => {});
  close = vi.fn(async () => {});

  createMediaStreamSource({ tracks }: { tracks: unknown[] }): FakeNode {
    return Object.assign(new FakeNode(), { track: tracks[0] });
  }
}

let context: FakeContext;
let limiter: FakeNode;
let collector: FakeNode & { port: { onmessage?: (event: { data: SoundBlock }) => void } };
let options: { processorOptions: { blockFrames: number } };
let elements: { muted: boolean; srcObject: unknown }[];

beforeEach(() => {
  elements = [];
  vi.stubGlobal('AudioContext', function AudioContext() {
    context = new FakeContext();
    return context;
  });
  vi.stubGlobal('DynamicsCompressorNode', function DynamicsCompressorNode() {
    limiter = new FakeNode();
    return limiter;
  });
  vi.stubGlobal(
    'AudioWorkletNode',
    function AudioWorkletNode(_: unknown, _name: string, given: typeof options) {
      options = given;
      collector = Object.assign(new FakeNode(), { port: {} });
      return collector;
    },
  );
  vi.stubGlobal('MediaStream', function MediaStream(tracks: unknown[]) {
    return { tracks };
  });
  vi.stubGlobal('Audio', function FakeAudio() {
    const element = { muted: false, srcObject: null, play: async () => {} };
    elements.push(element);
    return element;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const track = (name: string) => ({ name }) as unknown as MediaStreamTrack;
const mixed = () =>
  [...limiter.inputs].map((node) => (node as unknown as { track: { name: string } }).track.name);

it('mixes who is there, each once, as they come and go', async () => {
  const mixer = await Mixer.open(25, () => {});
  const [ana, ben, cleo] = [track('ana'), track('ben'), track('cleo')];
  mixer.setVoices([]);
  expect(mixed()).toEqual([]);
  mixer.setVoices([ana, ben]);
  mixer.setVoices([ana, ben, ben]);
  expect(mixed()).toEqual(['ana', 'ben']);
  mixer.setVoices([cleo, ben]);
  expect(mixed()).toEqual(['ben', 'cleo']);
  expect(elements.every(({ muted }) => muted)).toBe(true);
  expect(elements.filter(({ srcObject }) => srcObject !== null)).toHaveLength(2);
  mixer.setVoices([]);
  expect(mixed()).toEqual([]);
});

it('goes on with the others when the browser refuses to mix one', async () => {
  const mixer = await Mixer.open(25, () => {});
  const make = context.createMediaStreamSource;
  context.createMediaStreamSource = (stream) => {
    if ((stream.tracks[0] as { name: string }).name === 'ben') throw new Error('not that one');
    return make(stream);
  };
  const everybody = [track('ana'), track('ben'), track('cleo')];
  mixer.setVoices(everybody);
  mixer.setVoices(everybody);
  expect(mixed()).toEqual(['ana', 'cleo']);
  expect(elements).toHaveLength(3);
  mixer.setVoices([]);
  expect(mixed()).toEqual([]);
});

it('hands out blocks as long as a picture lasts, and lets nothing be heard but the collector', async () => {
  const blocks: SoundBlock[] = [];
  await Mixer.open(25, (block) => blocks.push(block));
  expect(options.processorOptions.blockFrames).toBe(1_764);
  const block = [new Float32Array(1_764), new Float32Array(1_764)];
  collector.port.onmessage?.({ data: block });
  expect(blocks).toEqual([block]);
  expect([...context.destination.inputs]).toEqual([collector]);
});

it('goes on when the system took the output away', async () => {
  const mixer = await Mixer.open(25, () => {});
  mixer.revive();
  expect(context.resume).not.toHaveBeenCalled();
  context.state = 'interrupted';
  mixer.revive();
  expect(context.resume).toHaveBeenCalled();
});

it('lets everything go when it is closed', async () => {
  const mixer = await Mixer.open(25, () => {});
  mixer.setVoices([track('ana')]);
  mixer.close();
  expect(mixed()).toEqual([]);
  expect(elements.every(({ srcObject }) => srcObject === null)).toBe(true);
  expect(context.close).toHaveBeenCalled();
});
