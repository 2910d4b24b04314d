import { expect, type Page } from '@playwright/test';

/** Media received from one participant so far, by the browser's statistics. */
export interface Received {
  /** Video frames decoded. */
  frames: number;
  /** Microphone sound: bytes, and energy, which is zero for silence. */
  audioBytes: number;
  audioEnergy: number;
  /** Counters of a shared screen; zero without one. */
  screenFrames: number;
  screenAudioBytes: number;
  /** Types of the candidate pair in use: `host`, `srflx`, `prflx` or `relay`. */
  candidates: string;
}

/** Video sent to one participant. */
export interface Sent {
  /** True if the encoding is active. */
  active: boolean;
  /** Frames encoded so far, and the height of the last one. */
  frames: number;
  height: number;
}

/** A page of any browser driver. */
export interface Evaluates {
  evaluate<R, A>(pageFunction: (argument: A) => R | Promise<R>, argument: A): Promise<R>;
}

/** Reads the media that `page` received from `name`; null without a transport. */
export function received(page: Evaluates, name: string): Promise<Received | null> {
  return page.evaluate(readReceived, name);
}

/** Reads the camera or screen video that `page` sends to `name`; null without a transport. */
export function sent(
  page: Evaluates,
  name: string,
  source: 'camera' | 'screen' = 'camera',
): Promise<Sent | null> {
  return page.evaluate(readSent, { name, source });
}

/** Runs in the page. */
async function readSent({ name, source }: { name: string; source: string }): Promise<Sent | null> {
  const video = [...document.querySelectorAll('[role=group]')]
    .find((group) => group.getAttribute('aria-label') === name)
    ?.querySelector('video');
  const shown = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
  const peer = window.e2e
    .peers()
    .find((candidate) => candidate.getReceivers().some(({ track }) => track === shown));
  if (!shown || !peer) return null;
  const pictures = peer.getTransceivers().filter(({ receiver }) => receiver.track.kind === 'video');
  const sender = pictures[source === 'camera' ? 0 : 1]?.sender;
  const stats = [...((await sender?.getStats()) ?? new Map()).values()];
  const outbound = stats.find(({ type }) => type === 'outbound-rtp');
  return {
    active: sender?.getParameters().encodings[0]?.active ?? false,
    frames: outbound?.framesEncoded ?? 0,
    height: outbound?.frameHeight ?? 0,
  };
}

/** Runs in the page. Finds the transport by the track that the participant's tile shows. */
async function readReceived(name: string): Promise<Received | null> {
  const video = [...document.querySelectorAll('[role=group]')]
    .find((group) => group.getAttribute('aria-label') === name)
    ?.querySelector('video');
  const shown = (video?.srcObject as MediaStream | null)?.getVideoTracks()[0];
  if (!shown) return null;
  const peer = window.e2e
    .peers()
    .find((candidate) => candidate.getReceivers().some(({ track }) => track === shown));
  if (!peer) return null;

  // From the forwarding server everybody arrives on one transport: the voices count together.
  const isForwarded = peer
    .getTransceivers()
    .every(({ direction }) => direction === 'recvonly' || direction === 'stopped');
  // In the client's order: the person's track first, then the screen's.
  const inbound = async (kind: string, index: number): Promise<Record<string, number>> => {
    const receivers = peer
      .getTransceivers()
      .filter(({ receiver, mid }) => receiver.track.kind === kind && mid !== null)
      .map(({ receiver }) => receiver);
    const meant = !isForwarded
      ? receivers.slice(index, index + 1)
      : receivers.filter(({ track }) => index === 0 && (kind === 'audio' || track === shown));
    const sum: Record<string, number> = {};
    for (const receiver of meant) {
      const all = [...(await receiver.getStats()).values()];
      for (const [name, value] of Object.entries(
        all.find(({ type }) => type === 'inbound-rtp') ?? {},
      )) {
        if (typeof value === 'number') sum[name] = (sum[name] ?? 0) + value;
      }
    }
    return sum;
  };
  const [audio, screenAudio] = [await inbound('audio', 0), await inbound('audio', 1)];
  const [camera, screen] = [await inbound('video', 0), await inbound('video', 1)];

  // biome-ignore lint/suspicious/noExplicitAny: the types of statistics differ by browser.
  const stats = new Map<string, any>(await peer.getStats());
  const all = [...stats.values()];
  const pair =
    stats.get(all.find(({ type }) => type === 'transport')?.selectedCandidatePairId) ??
    all.find(({ type, selected }) => type === 'candidate-pair' && selected);
  const types = [pair?.localCandidateId, pair?.remoteCandidateId].map(
    (id) => stats.get(id)?.candidateType ?? 'none',
  );
  return {
    frames: camera.framesDecoded ?? 0,
    audioBytes: audio.bytesReceived ?? 0,
    audioEnergy: audio.totalAudioEnergy ?? 0,
    screenFrames: screen.framesDecoded ?? 0,
    screenAudioBytes: screenAudio.bytesReceived ?? 0,
    candidates: types.join('-'),
  };
}

export type Counter = Exclude<keyof Received, 'candidates'>;

const BY: Record<Counter, number> = {
  frames: 5,
  audioBytes: 500,
  audioEnergy: 1e-9,
  screenFrames: 3,
  screenAudioBytes: 500,
};

/**
 * Waits until each of `counters` of `name` rises on `page` from now on: earlier media proves
 * nothing.
 */
export async function expectRising(
  page: Evaluates,
  name: string,
  counters: Counter[] = ['frames', 'audioBytes'],
  timeout = 20_000,
): Promise<void> {
  let first: Received | null = null;
  await expect
    .poll(
      async () => {
        const now = await received(page, name);
        // A replaced transport restarts its counters, so the measurement restarts as well.
        if (!now || !first || counters.some((counter) => now[counter] < (first?.[counter] ?? 0))) {
          first = now;
          return counters;
        }
        const before = first;
        return counters.filter((counter) => now[counter] - before[counter] < BY[counter]);
      },
      { message: `what rises of ${name}: still missing`, timeout, intervals: [150] },
    )
    .toEqual([]);
}

/** Time without a change after which a counter stands still, in ms. */
const STILL = 1_500;

/** Waits until `counter` of `name` has not changed for 1.5 s. */
export async function expectStill(page: Evaluates, name: string, counter: Counter): Promise<void> {
  let last = Number.NaN;
  let since = 0;
  await expect
    .poll(
      async () => {
        const now = (await received(page, name))?.[counter] ?? 0;
        const at = performance.now();
        if (now !== last) {
          last = now;
          since = at;
        }
        return at - since >= STILL;
      },
      { message: `${counter} of ${name} stands still`, intervals: [200] },
    )
    .toBe(true);
}

/** Number of audio elements that play audibly. */
export function audible(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll('audio')].filter(
        ({ srcObject, paused, muted, volume }) => srcObject && !paused && !muted && volume > 0,
      ).length,
  );
}
