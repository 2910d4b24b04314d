import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ConnectionSample } from '../lib/connection-quality';
import { compare, QualitySampler, SAMPLE_INTERVAL } from './quality';
import type { ReceivedStats, SentStats, TransportStats } from './transport-stats';

const stream = { bytes: 0, packets: 0, codec: 'VP8', width: 640, height: 360, fps: 24 };

function received(change: Partial<ReceivedStats> = {}): ReceivedStats {
  const calm = { lost: 0, jitter: 0, freezes: 0, frozen: 0, pauses: 0 };
  return { ...stream, source: 'camera', ...calm, ...change };
}

function sent(change: Partial<SentStats> = {}): SentStats {
  const limited = { bandwidth: 0, cpu: 0 };
  return { ...stream, source: 'camera', fractionLost: null, limited, allowed: null, ...change };
}

function stats(at: number, change: Partial<TransportStats> = {}): TransportStats {
  return { transport: 'one', at, age: at + 60_000, received: [], sent: [], route: null, ...change };
}

describe('compare', () => {
  const between = (before: ReceivedStats[], now: ReceivedStats[]): ConnectionSample | null =>
    compare(stats(0, { received: before }), stats(2_000, { received: now }));

  it('turns counters into rates of the interval', () => {
    const before = received({ bytes: 1_000, packets: 10, lost: 5 });
    const now = received({ bytes: 251_000, packets: 100, lost: 15, freezes: 2, frozen: 0.5 });
    expect(between([before], [now])).toMatchObject({
      received: {
        bitrate: 1_000_000,
        loss: 0.1,
        camera: { codec: 'VP8', width: 640, height: 360, fps: 24 },
        screen: null,
      },
      freezes: 2,
      frozen: 0.25,
    });
  });

  it('takes a late packet for no loss, and few packets for no measure', () => {
    const before = received({ packets: 10, lost: 5 });
    expect(between([before], [received({ packets: 100, lost: 3 })])?.received.loss).toBe(0);
    expect(between([before], [received({ packets: 15, lost: 9 })])?.received.loss).toBeNull();
  });

  it('shows no picture, and no freeze, of a camera that is off', () => {
    const off = received({ packets: 10 });
    const sample = between([off], [received({ packets: 10, frozen: 2 })]);
    expect(sample).toMatchObject({ received: { bitrate: 0, camera: null }, frozen: null });
  });

  it('takes a picture that rests because nobody here looks for no frozen one', () => {
    const gap = (pauses: number): ReceivedStats =>
      received({ packets: 100, freezes: 1, frozen: 1.5, pauses });
    expect(between([received()], [gap(0)])).toMatchObject({ freezes: 1, frozen: 0.75 });
    expect(between([received()], [gap(1)])).toMatchObject({ freezes: null, frozen: null });
    expect(between([received()], [gap(2)])).toMatchObject({ freezes: null, frozen: null });
    expect(between([received({ pauses: 1 })], [gap(1)])).toMatchObject({ frozen: null });
  });

  it('adds up what may be sent of pictures', () => {
    const before = [sent({ allowed: 0 }), sent({ source: 'microphone' })];
    const now = [sent({ allowed: 300_000 }), sent({ source: 'microphone', allowed: null })];
    expect(compare(stats(0, { sent: before }), stats(2_000, { sent: now }))?.allowed).toBe(300_000);
    expect(between([], [])?.allowed).toBeNull();
  });

  it('takes the jitter of the sound, not of the picture', () => {
    const sound = (packets: number): ReceivedStats =>
      received({ source: 'microphone', packets, jitter: 0.03 });
    const sample = between(
      [received(), sound(0)],
      [received({ packets: 50, jitter: 0.9 }), sound(50)],
    );
    expect(sample?.jitter).toBe(30);
  });

  it('weighs what the other side reports by packets, and leaves out what is not sent now', () => {
    const before = [
      sent({ packets: 100, fractionLost: 0 }),
      sent({ source: 'microphone', packets: 100, fractionLost: 0 }),
      sent({ source: 'screen_share', packets: 100, fractionLost: 0.9 }),
    ];
    const now = [
      sent({ packets: 190, fractionLost: 0.1, limited: { bandwidth: 1.5, cpu: 0.5 } }),
      sent({ source: 'microphone', packets: 110, fractionLost: 0 }),
      sent({ source: 'screen_share', packets: 100, fractionLost: 0.9 }),
    ];
    const sample = compare(stats(0, { sent: before }), stats(2_000, { sent: now }));
    expect(sample?.sent.loss).toBeCloseTo(0.09);
    expect(sample?.limited).toEqual({ bandwidth: 0.75, cpu: 0.25 });
    expect(sample?.sent.screen).toBeNull();
  });

  it('compares nothing with another transport, with itself, or with what is long past', () => {
    expect(compare(stats(0), stats(2_000, { transport: 'two' }))).toBeNull();
    expect(compare(stats(0), stats(0))).toBeNull();
    expect(compare(stats(0), stats(60_000))).toBeNull();
  });

  it('says while the browser tries out what a new connection can carry', () => {
    const ramping = (age: number) => compare(stats(0), stats(2_000, { age }))?.ramping;
    expect([ramping(3_000), ramping(9_999), ramping(10_000)]).toEqual([true, true, false]);
  });

  it('leaves out a source whose counters began anew', () => {
    const sample = between([received({ packets: 500, bytes: 9 })], [received({ packets: 20 })]);
    expect(sample?.received).toMatchObject({ bitrate: null, loss: null, camera: null });
  });

  it('tells the route and its round trip', () => {
    const route = { relayed: true, protocol: 'tcp', roundTrip: 0.1234 } as const;
    expect(compare(stats(0), stats(2_000, { route }))).toMatchObject({
      route: { relayed: true, protocol: 'tcp' },
      roundTrip: 123,
    });
  });
});

describe('QualitySampler', () => {
  let visible: boolean;
  let present: string[];
  let read: (participant: string) => Promise<TransportStats | null>;
  let rounds: string[][];
  let sampler: QualitySampler;

  const round = async (): Promise<Map<string, TransportStats>> => {
    const all = new Map<string, TransportStats>();
    for (const participant of present) {
      const stats = await read(participant);
      if (stats) all.set(participant, stats);
    }
    return all;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    visible = true;
    present = ['ana', 'ben'];
    read = async () => stats(Date.now());
    rounds = [];
    sampler = new QualitySampler({
      stats: async () => ({ participants: await round(), upstream: null }),
      isVisible: () => visible,
      onSamples: (samples) => rounds.push([...samples.keys()]),
    });
  });

  afterEach(() => {
    sampler.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  const pass = (intervals: number): Promise<unknown> =>
    vi.advanceTimersByTimeAsync(intervals * SAMPLE_INTERVAL);

  it('tells of everybody once there is something to compare with', async () => {
    await pass(2);
    expect(rounds).toEqual([[], ['ana', 'ben']]);
  });

  it('goes on after a round that cannot be read, and drops who has gone', async () => {
    await pass(2);
    const before = read;
    read = async () => {
      throw new DOMException('', 'InvalidStateError');
    };
    await pass(1);
    read = before;
    present = ['ben'];
    await pass(2);
    expect(rounds.slice(2)).toEqual([[], [], ['ben']]);
  });

  it('measures the upstream apart from the participants', async () => {
    sampler.close();
    const heard = vi.fn();
    sampler = new QualitySampler({
      stats: async () => ({ participants: new Map(), upstream: stats(Date.now()) }),
      isVisible: () => true,
      onSamples: (samples, upstream) => heard(samples.size, upstream !== null),
    });
    await pass(2);
    expect(heard.mock.calls).toEqual([
      [0, false],
      [0, true],
    ]);
  });

  it('reads nothing while nobody can see it, and does not span that time after', async () => {
    await pass(2);
    visible = false;
    await pass(10);
    expect(rounds).toHaveLength(2);
    visible = true;
    await pass(2);
    expect(rounds.slice(2)).toEqual([[], ['ana', 'ben']]);
  });

  it('does not begin a round before the last has ended', async () => {
    const calls = vi.fn(() => new Promise<null>(() => {}));
    read = calls;
    await pass(3);
    expect(calls).toHaveBeenCalledTimes(1);
  });

  it('tells nothing after its end, whatever was under way', async () => {
    await pass(1);
    let finish: (stats: TransportStats | null) => void = () => {};
    read = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    present = ['ana'];
    await pass(1);
    sampler.close();
    finish(stats(Date.now()));
    await pass(3);
    expect(rounds).toHaveLength(1);
  });
});
