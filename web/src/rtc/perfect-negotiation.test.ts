import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Signal } from '../protocol/protocol.gen';
import { PerfectNegotiation } from './perfect-negotiation';
import { FakePeerConnection } from './testing/fake-peer-connection';

/** One end with its undelivered signals. */
class End {
  readonly pc = new FakePeerConnection();
  readonly said: Signal[] = [];
  readonly stable = vi.fn();
  readonly error = vi.fn();
  readonly negotiation: PerfectNegotiation;

  constructor(polite: boolean) {
    this.negotiation = new PerfectNegotiation(this.pc as unknown as RTCPeerConnection, polite, {
      send: (signal) => this.said.push(signal),
      complete: (sdp) => sdp,
      beforeAnswer: () => {},
      onStable: this.stable,
      onError: this.error,
    });
  }
}

let polite: End;
let impolite: End;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

/** Delivers signals both ways until none are left. */
async function converse(): Promise<void> {
  await settle();
  while (polite.said.length + impolite.said.length > 0) {
    const [toImpolite, toPolite] = [polite.said.splice(0), impolite.said.splice(0)];
    for (const signal of toImpolite) impolite.negotiation.handleSignal(signal);
    for (const signal of toPolite) polite.negotiation.handleSignal(signal);
    await settle();
  }
}

beforeEach(() => {
  polite = new End(true);
  impolite = new End(false);
});

it('an offer is answered', async () => {
  impolite.pc.addTransceiver('audio');
  await converse();
  expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable']);
  expect(polite.pc.transceivers).toHaveLength(1);
  expect(polite.stable).toHaveBeenCalled();
  expect(impolite.stable).toHaveBeenCalled();
});

describe('when both offer at once', () => {
  it('the polite one yields, and offers again what it still needs', async () => {
    impolite.pc.addTransceiver('audio');
    await converse();
    polite.pc.restartIce();
    impolite.pc.restartIce();
    await converse();
    expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable']);
    expect(impolite.pc.restarts).toBe(1);
    expect(polite.error).not.toHaveBeenCalled();
    expect(impolite.error).not.toHaveBeenCalled();
  });
});

describe('candidates', () => {
  const candidate: Signal = { type: 'candidate', candidate: 'candidate:1', sdp_mid: '0' };

  it('that come before the description wait for it', async () => {
    polite.negotiation.handleSignal(candidate);
    await settle();
    expect(polite.pc.candidates).toHaveLength(0);
    impolite.pc.addTransceiver('audio');
    await converse();
    expect(polite.pc.candidates).toEqual([expect.objectContaining({ candidate: 'candidate:1' })]);
  });

  it('that cannot be used do no harm', async () => {
    impolite.pc.addTransceiver('audio');
    await converse();
    vi.spyOn(polite.pc, 'addIceCandidate').mockRejectedValue(new Error('unknown ufrag'));
    polite.negotiation.handleSignal(candidate);
    await settle();
    expect(polite.error).not.toHaveBeenCalled();
  });

  it('are sent as they are found', () => {
    impolite.pc.gather('candidate:2');
    expect(impolite.said).toEqual([
      { type: 'candidate', candidate: 'candidate:2', sdp_mid: '0', sdp_m_line_index: 0 },
    ]);
  });
});

describe('signals sent again', () => {
  it('an answer that comes twice is used once', async () => {
    impolite.pc.addTransceiver('audio');
    await settle();
    const [offer] = impolite.said.splice(0);
    polite.negotiation.handleSignal(offer as Signal);
    await settle();
    const [answer] = polite.said.splice(0);
    impolite.negotiation.handleSignal(answer as Signal);
    impolite.negotiation.handleSignal(answer as Signal);
    await settle();
    expect(impolite.error).not.toHaveBeenCalled();
    expect(impolite.stable).toHaveBeenCalledTimes(1);
  });

  it('an offer that is never answered can be sent once more, unchanged', async () => {
    impolite.pc.addTransceiver('audio');
    await settle();
    impolite.negotiation.resendOffer();
    expect(impolite.said).toHaveLength(2);
    expect(impolite.said[0]).toEqual(impolite.said[1]);
    await converse();
    expect([polite.pc.signalingState, impolite.pc.signalingState]).toEqual(['stable', 'stable']);
    impolite.negotiation.resendOffer();
    expect(impolite.said).toHaveLength(0);
  });
});

it('a description that cannot be used is reported, and what follows is still handled', async () => {
  polite.pc.failNextRemote = true;
  impolite.pc.addTransceiver('audio');
  await settle();
  const [offer] = impolite.said;
  polite.negotiation.handleSignal(offer as Signal);
  await settle();
  expect(polite.error).toHaveBeenCalledTimes(1);
  await converse();
  expect(polite.pc.signalingState).toBe('stable');
});

it('once closed it neither speaks nor listens', async () => {
  impolite.pc.addTransceiver('audio');
  await settle();
  polite.negotiation.close();
  await converse();
  expect(polite.pc.remoteDescription).toBeNull();
  polite.pc.gather('candidate:1');
  expect(polite.said).toHaveLength(0);
});

it('held, it takes the candidates out of an offer, and looks at them once it is released', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Chrome/140.0.0.0' });
  const pc = new FakePeerConnection();
  const sent: Signal[] = [];
  const callbacks = {
    send: (signal: Signal) => sent.push(signal),
    complete: (sdp: string) => sdp,
    beforeAnswer: () => {},
    onStable: () => {},
    onError: (error: unknown) => {
      throw error;
    },
  };
  const held = new PerfectNegotiation(pc as unknown as RTCPeerConnection, true, callbacks, true);
  const sdp = 'v=0\r\nm=audio 9\r\nm=video 9\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n';
  held.handleSignal({ type: 'offer', sdp: `${sdp}a=end-of-candidates\r\n` });
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
  expect(pc.remoteDescription?.sdp).toBe('v=0\r\nm=audio 9\r\nm=video 9\r\n');
  expect(pc.localDescription?.type).toBe('answer');
  expect([sent, pc.candidates]).toEqual([[], []]);
  held.release();
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
  expect(sent.map(({ type }) => type)).toEqual(['answer']);
  expect(pc.candidates).toMatchObject([
    { candidate: 'candidate:1 1 udp 1 10.0.0.1 9 typ host', sdpMLineIndex: 1 },
  ]);
  held.close();
  vi.unstubAllGlobals();
});
