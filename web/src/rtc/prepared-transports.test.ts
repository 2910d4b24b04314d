import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TransportState } from '../lib/transport-state';
import type { CallSignal, SignalRequest } from '../protocol/protocol.gen';
import { MeshTransport } from './mesh-transport';
import { PreparedTransports } from './prepared-transports';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from './testing/fake-peer-connection';

const CALL = 'call';

/** Page with its prepared transports, its mesh and its outgoing signals. */
class Page {
  readonly id: string;
  readonly prepared: PreparedTransports;
  readonly early: CallSignal[] = [];
  readonly late: SignalRequest[] = [];
  readonly states: TransportState[] = [];
  readonly tracks: string[] = [];
  readonly hungUp: string[] = [];
  readonly connected = vi.fn();
  readonly camera = new FakeTrack('video') as unknown as MediaStreamTrack;
  mesh: MeshTransport | null = null;

  constructor(id: string) {
    this.id = id;
    this.prepared = new PreparedTransports({
      send: (signal) => this.early.push(signal),
      knownIceServers: () => [],
      iceServers: async () => [],
      track: (source) => (source === 'camera' ? this.camera : null),
      onConnected: this.connected,
      onPicture: () => {},
      onHangUp: (call) => this.hungUp.push(call),
    });
  }

  /** Enters the room, in which the other party already is. */
  enter(other: string): void {
    const mesh = new MeshTransport(this.id, [], {
      send: (request) => this.late.push(request),
      iceServers: async () => [],
      prepared: (participant) => this.prepared.take(participant),
    });
    mesh.events.on('state', ({ state }) => this.states.push(state));
    mesh.events.on('track', ({ source, track }) => {
      this.tracks.push(track ? source : `no ${source}`);
    });
    mesh.events.on('hung_up', ({ participant }) => this.hungUp.push(participant));
    mesh.publish('camera', this.camera);
    this.mesh = mesh;
    mesh.addParticipant(other, true);
  }
}

let ana: Page;
let ben: Page;

const pcs = () => FakePeerConnection.all;
const caller = () => pcs()[0] as FakePeerConnection;
const callee = () => pcs()[1] as FakePeerConnection;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

/** Delivers the signals sent outside the room. */
async function deliver(answered: boolean): Promise<void> {
  await settle();
  for (const signal of ana.early.splice(0)) ben.prepared.handleSignal(signal, answered);
  await settle();
  for (const signal of ben.early.splice(0)) ana.prepared.handleSignal(signal, answered);
  await settle();
}

async function ring(): Promise<void> {
  ana.prepared.offer(CALL, 'ben');
  await settle();
  caller().gather('candidate:ana');
  await deliver(false);
  callee().gather('candidate:ben');
  await settle();
}

async function answer(): Promise<void> {
  ben.prepared.name(CALL, 'ana');
  ben.prepared.release(CALL);
  ana.prepared.release(CALL);
  await deliver(true);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeMediaStream);
  vi.stubGlobal('navigator', { userAgent: 'Chrome/140.0.0.0' });
  FakePeerConnection.all = [];
  ana = new Page('ana');
  ben = new Page('ben');
});

afterEach(() => {
  for (const page of [ana, ben]) {
    page.mesh?.close();
    page.prepared.close();
  }
  expect(pcs().filter(({ connectionState }) => connectionState !== 'closed')).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('nothing of the callee goes out, and nobody is looked for, before the answer', async () => {
  await ring();
  // The answer is ready and only has to be sent.
  expect(callee().localDescription?.type).toBe('answer');
  expect(callee().transceivers).toHaveLength(4);
  expect(ben.early).toEqual([]);
  expect(callee().candidates, 'a candidate would be checked, and tell the address').toEqual([]);
  expect(caller().remoteDescription).toBeNull();
});

it('nobody is impatient while it rings', async () => {
  await ring();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ana.early).toEqual([]);
  expect(pcs()).toHaveLength(2);
});

it('with the answer all that was held back goes out at once, and candidates are looked at', async () => {
  await ring();
  ben.prepared.release(CALL);
  expect(ben.early.map(({ signal }) => signal.type)).toEqual(['answer', 'candidate']);
  await answer();
  expect(callee().candidates).toHaveLength(1);
  expect(caller().candidates).toHaveLength(1);
  expect(caller().signalingState).toBe('stable');
});

it('where a browser gives up waiting for candidates, the answer is set only when it goes out', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Gecko/20100101 Firefox/140.0' });
  await ring();
  expect(callee().signalingState, 'nothing to give up on').toBe('have-remote-offer');
  expect(callee().transceivers).toHaveLength(4);
  expect(ben.early).toEqual([]);
  await answer();
  expect(callee().localDescription?.type).toBe('answer');
  expect(callee().candidates).toHaveLength(1);
  expect(caller().remoteDescription?.sdp).toBe(callee().localDescription?.sdp);
  expect([caller(), callee()].map(({ signalingState }) => signalingState)).toEqual([
    'stable',
    'stable',
  ]);
  for (const pc of pcs()) pc.become('connected');
  await settle();
  ana.enter('ben');
  ben.enter('ana');
  await settle();
  expect(pcs()).toHaveLength(2);
  expect(ben.states.at(-1)).toEqual({ status: 'connected', relayed: false });
  expect(ben.tracks).toContain('camera');
});

it('the room’s mesh goes on with the transport that was prepared', async () => {
  await ring();
  await answer();
  for (const pc of pcs()) pc.become('connected');
  await settle();
  expect(ana.connected).toHaveBeenCalledWith(CALL);
  ana.enter('ben');
  ben.enter('ana');
  await settle();
  expect(pcs(), 'no transport was made besides').toHaveLength(2);
  for (const page of [ana, ben]) {
    expect(page.states.at(-1)).toEqual({ status: 'connected', relayed: false });
    expect([...page.tracks].sort()).toEqual([
      'camera',
      'microphone',
      'screen_share',
      'screen_share_audio',
    ]);
    expect(page.mesh?.isLive(page === ana ? 'ben' : 'ana')).toBe(true);
  }
  // Later signals go through the room and belong to the same transport.
  caller().gather('candidate:late');
  const [late] = ana.late;
  expect(late).toMatchObject({ to: 'ben', signal: { candidate: 'candidate:late' } });
  ben.mesh?.handleSignal('ana', late?.transport_id, late?.signal as CallSignal['signal']);
  await settle();
  expect(callee().candidates).toHaveLength(2);
});

it('signals that still come past the room reach the transport the mesh has', async () => {
  await ring();
  ben.prepared.name(CALL, 'ana');
  ben.prepared.release(CALL);
  ana.prepared.release(CALL);
  ana.enter('ben');
  ben.enter('ana');
  await deliver(true);
  expect(caller().signalingState).toBe('stable');
  for (const pc of pcs()) pc.become('connected');
  await settle();
  expect(ana.states.at(-1)?.status).toBe('connected');
});

it('who has nothing prepared is met as everybody is', async () => {
  ana.enter('ben');
  await settle();
  expect(ana.late.map(({ signal }) => signal.type)).toContain('offer');
});

it('candidates that overtake their offer are not lost', async () => {
  ana.prepared.offer(CALL, 'ben');
  await settle();
  caller().gather('candidate:ana');
  const [offer, candidate] = ana.early.splice(0);
  ben.prepared.handleSignal(candidate as CallSignal, true);
  ben.prepared.handleSignal(offer as CallSignal, true);
  await settle();
  expect(callee().candidates).toHaveLength(1);
});

it('a call that is over leaves nothing behind', async () => {
  await ring();
  ana.prepared.drop(CALL);
  ben.prepared.drop(CALL);
  expect(pcs().every(({ connectionState }) => connectionState === 'closed')).toBe(true);
  ben.prepared.release(CALL);
  expect(ben.early).toEqual([]);
});

it('hanging up is told past the server, before and in the room', async () => {
  await ring();
  await answer();
  for (const pc of pcs()) pc.become('connected');
  await settle();
  ana.prepared.hangUp(CALL);
  await settle();
  expect(ben.hungUp).toEqual([CALL]);
  ana.enter('ben');
  ben.enter('ana');
  await settle();
  expect(ana.mesh?.hangUp()).toBe(true);
  await settle();
  expect(ben.hungUp).toEqual([CALL, 'ana']);
});

it('begins with a picture that is there at once, and sends all of it a moment later', async () => {
  const scale = () => {
    const [slot] = caller()
      .getTransceivers()
      .filter(({ receiver }) => receiver.track.kind === 'video');
    const parameters = slot?.sender.getParameters() as RTCRtpSendParameters;
    return parameters.encodings[0]?.scaleResolutionDownBy;
  };
  await ring();
  expect(ana.prepared.awaitsAnswer(CALL)).toBe(true);
  expect(scale()).toBe(2);
  await answer();
  expect(ana.prepared.awaitsAnswer(CALL)).toBe(false);
  caller().become('connected');
  await settle();
  expect(scale()).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(scale()).toBe(1);
});
