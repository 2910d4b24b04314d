import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportState } from '../lib/transport-state';
import type { SignalRequest } from '../protocol/protocol.gen';
import { MeshTransport } from './mesh-transport';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from './testing/fake-peer-connection';

/** Page with its mesh, its outgoing signals and the state it shows. */
class Page {
  readonly id: string;
  readonly mesh: MeshTransport;
  readonly sent: SignalRequest[] = [];
  readonly states: TransportState[] = [];
  readonly tracks: string[] = [];
  readonly iceServers = vi.fn(async (): Promise<RTCIceServer[]> => [{ urls: 'turn:fresh' }]);

  constructor(id: string) {
    this.id = id;
    this.mesh = new MeshTransport(id, [{ urls: 'turn:first' }], {
      send: (request) => this.sent.push(request),
      iceServers: this.iceServers,
    });
    this.mesh.events.on('state', ({ state }) => this.states.push(state));
    this.mesh.events.on('track', ({ source, track }) =>
      this.tracks.push(track ? source : `no ${source}`),
    );
  }

  get state(): TransportState | undefined {
    return this.states.at(-1);
  }
}

let ana: Page;
let ben: Page;

/** The RTCPeerConnections that are open, oldest first. */
function open(): FakePeerConnection[] {
  return FakePeerConnection.all.filter(({ connectionState }) => connectionState !== 'closed');
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}

/** Delivers signals until none are left. */
async function deliver(): Promise<void> {
  await settle();
  while (ana.sent.length + ben.sent.length > 0) {
    const both = [...ana.sent.splice(0), ...ben.sent.splice(0)];
    for (const { to, transport_id, signal } of both) {
      if (to === 'ben') ben.mesh.handleSignal('ana', transport_id, signal);
      else ana.mesh.handleSignal('ben', transport_id, signal);
    }
    await settle();
  }
}

async function connect(): Promise<void> {
  ana.mesh.addParticipant('ben', false);
  ben.mesh.addParticipant('ana', true);
  await deliver();
  await become('connected');
}

async function become(state: string): Promise<void> {
  for (const pc of open()) pc.become(state);
  await settle();
}

async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeMediaStream);
  vi.stubGlobal('navigator', { userAgent: 'Chrome/140.0.0.0' });
  FakePeerConnection.all = [];
  ana = new Page('ana');
  ben = new Page('ben');
});

afterEach(() => {
  ana.mesh.close();
  ben.mesh.close();
  expect(open()).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('opening', () => {
  it('who comes later offers all four sources, and both get the tracks of each', async () => {
    await connect();
    expect(FakePeerConnection.all).toHaveLength(2);
    const [opener, answerer] = FakePeerConnection.all;
    const kinds = ['audio', 'video', 'video', 'audio'];
    expect(opener?.transceivers.map(({ receiver }) => receiver.track.kind)).toEqual(kinds);
    expect(answerer?.transceivers.map(({ receiver }) => receiver.track.kind)).toEqual(kinds);
    expect(answerer?.transceivers.every(({ direction }) => direction === 'sendrecv')).toBe(true);
    const sources = ['camera', 'microphone', 'screen_share', 'screen_share_audio'];
    expect([...ana.tracks].sort()).toEqual(sources);
    expect([...ben.tracks].sort()).toEqual(sources);
    expect(ana.state).toEqual({ status: 'connected', relayed: false });
  });

  it('takes the servers that a join has told since', async () => {
    const knownIceServers = () => [{ urls: 'turn:told-since' }];
    const signaling = { send: () => {}, iceServers: ana.iceServers, knownIceServers };
    const mesh = new MeshTransport('cem', [{ urls: 'turn:first' }], signaling);
    mesh.addParticipant('ben', true);
    expect(open()[0]?.configuration.iceServers).toEqual([{ urls: 'turn:told-since' }]);
    mesh.close();
  });

  it('this side does when the newcomer never offers', async () => {
    ana.mesh.addParticipant('ben', false);
    await pass(7_900);
    expect(ana.sent).toHaveLength(0);
    await pass(200);
    expect(ana.sent.map(({ signal }) => signal.type)).toContain('offer');
  });

  it('a client of another system may leave the offer to those who are present', async () => {
    ana.mesh.addParticipant('ben', false, true);
    await pass(2_900);
    expect(ana.sent).toHaveLength(0);
    await pass(200);
    expect(ana.sent.map(({ signal }) => signal.type)).toContain('offer');
  });

  it.each(['aaa', 'zzz'])('%s, another system, yields when both offer at once', async (id) => {
    ana.mesh.addParticipant(id, true, true);
    await settle();
    ana.mesh.handleSignal(id, undefined, {
      type: 'offer',
      sdp: 'v=0\na=fingerprint:sha-256 foreign\nkinds:audio,video\n',
    });
    await settle();
    expect(ana.sent.map(({ signal }) => signal.type)).not.toContain('answer');
    expect(open().map(({ signalingState }) => signalingState)).toEqual(['have-local-offer']);
    ana.mesh.handleSignal(id, undefined, {
      type: 'answer',
      sdp: 'v=0\na=fingerprint:sha-256 foreign\nkinds:audio,video\n',
    });
    await settle();
    expect(open().map(({ signalingState }) => signalingState)).toEqual(['stable']);
  });

  it('the offer of another system that comes before the own is made gets the own tracks', async () => {
    const [camera, microphone] = [new FakeTrack('video'), new FakeTrack('audio')];
    ana.mesh.publish('camera', camera as unknown as MediaStreamTrack);
    ana.mesh.publish('microphone', microphone as unknown as MediaStreamTrack);
    ana.mesh.addParticipant('foreign', true, true);
    const sdp = 'v=0\na=fingerprint:sha-256 foreign\nkinds:audio,video\n';
    // The browser says later that a negotiation is needed.
    const [pc] = open();
    const later = pc?.onnegotiationneeded ?? null;
    if (pc) pc.onnegotiationneeded = null;
    ana.mesh.handleSignal('foreign', undefined, { type: 'offer', sdp });
    await settle();
    later?.();
    await settle();
    const negotiated = pc?.transceivers.filter(({ mid }) => mid !== null) ?? [];
    expect(negotiated.map(({ sender }) => sender.track)).toEqual([microphone, camera]);
    expect(pc?.transceivers.filter(({ mid }) => mid === null).map((it) => it.direction)).toEqual([
      'stopped',
      'stopped',
    ]);
    expect(ana.tracks).toEqual(['microphone', 'camera']);
    expect(ana.sent.map(({ signal }) => signal.type)).toEqual(['answer', 'offer']);
  });

  it('when both open at once, one transport is left', async () => {
    ana.mesh.addParticipant('ben', true);
    ben.mesh.addParticipant('ana', true);
    await deliver();
    await become('connected');
    expect(open()).toHaveLength(2);
    expect(open().every(({ signalingState }) => signalingState === 'stable')).toBe(true);
    expect([ana.state?.status, ben.state?.status]).toEqual(['connected', 'connected']);
  });

  it('the offer that lost, repeated later, does not replace what is there', async () => {
    ana.mesh.addParticipant('ben', true);
    ben.mesh.addParticipant('ana', true);
    await settle();
    const lost = ana.sent.find(({ signal }) => signal.type === 'offer') as SignalRequest;
    await deliver();
    await become('connected');
    const before = open();
    ben.mesh.handleSignal('ana', lost.transport_id, lost.signal);
    await deliver();
    expect(open()).toEqual(before);
  });

  it('candidates that overtake their offer are kept', async () => {
    ana.mesh.addParticipant('ben', false);
    ben.mesh.addParticipant('ana', true);
    await settle();
    FakePeerConnection.all[0]?.gather('candidate:1');
    ben.sent.reverse();
    expect(ben.sent[0]?.signal.type).toBe('candidate');
    await deliver();
    expect(FakePeerConnection.all[1]?.candidates).toHaveLength(1);
  });

  it('an offer of fewer sources is answered, and the missing ones are offered when needed', async () => {
    ana.mesh.addParticipant('ben', false);
    ana.mesh.handleSignal('ben', undefined, {
      type: 'offer',
      sdp: 'v=0\na=fingerprint:sha-256 foreign\nkinds:audio,video\n',
    });
    await settle();
    const [pc] = FakePeerConnection.all;
    expect(ana.tracks).toEqual(['microphone', 'camera']);
    const screen = new FakeTrack('video') as unknown as MediaStreamTrack;
    ana.mesh.publish('screen_share', screen);
    await settle();
    expect(pc?.transceivers).toHaveLength(3);
    expect(ana.sent.map(({ signal }) => signal.type)).toEqual(['answer', 'offer']);
  });
});

describe('a transport that was replaced', () => {
  it('is not heard of again', async () => {
    await connect();
    const late = { type: 'candidate' as const, candidate: 'candidate:late' };
    ben.mesh.retry('ana');
    await settle();
    const oldId = 'someone-elses';
    await deliver();
    await become('connected');
    const [answerer] = open();
    ana.mesh.handleSignal('ben', oldId, late);
    ana.mesh.handleSignal('ben', oldId, { type: 'answer', sdp: 'v=0\n' });
    await settle();
    expect(answerer?.candidates).toHaveLength(0);
    expect(open()).toHaveLength(2);
  });

  it('does not come back by an offer sent again', async () => {
    ana.mesh.addParticipant('ben', false);
    ben.mesh.addParticipant('ana', true);
    await settle();
    const [first] = ben.sent;
    await deliver();
    ben.mesh.retry('ana');
    await deliver();
    const before = open();
    if (first) ana.mesh.handleSignal('ben', first.transport_id, first.signal);
    await settle();
    expect(open()).toEqual(before);
  });

  it('that the other side has lost is found out by verifying, and replaced', async () => {
    await connect();
    ana.mesh.addParticipant('ben', false);
    ben.mesh.verify('ana');
    await deliver();
    await become('connected');
    expect(open()).toHaveLength(2);
    expect(open().every(({ signalingState }) => signalingState === 'stable')).toBe(true);
    expect(ben.state?.status).toBe('connected');
  });
});

describe('publishing', () => {
  it('replaces tracks without a negotiation', async () => {
    await connect();
    const track = new FakeTrack('video', { height: 720 }) as unknown as MediaStreamTrack;
    ana.mesh.publish('camera', track);
    await settle();
    expect(FakePeerConnection.all[1]?.transceivers[1]?.sender.track).toBe(track);
    ana.mesh.publish('camera', null);
    await settle();
    expect(FakePeerConnection.all[1]?.transceivers[1]?.sender.track).toBeNull();
    expect(ana.sent).toHaveLength(0);
  });

  it('sends each less as more come', async () => {
    const track = new FakeTrack('video', { height: 720 }) as unknown as MediaStreamTrack;
    ana.mesh.publish('camera', track);
    await connect();
    const parameters = FakePeerConnection.all[1]?.transceivers[1]?.sender.parameters;
    expect(parameters?.encodings[0]).toMatchObject({ maxBitrate: 1_200_000 });
    for (const id of ['c', 'd', 'e', 'f']) ana.mesh.addParticipant(id, false);
    await settle();
    expect(parameters?.encodings[0]).toMatchObject({ maxBitrate: 300_000 });
  });

  it('sends nothing of a track that was taken away', async () => {
    const track = new FakeTrack('video', { height: 720 }) as unknown as MediaStreamTrack;
    ana.mesh.publish('camera', track);
    await connect();
    const parameters = FakePeerConnection.all[1]?.transceivers[1]?.sender.parameters;
    expect(parameters?.encodings[0]).toMatchObject({ active: true });
    ana.mesh.publish('camera', null);
    await settle();
    expect(parameters?.encodings[0]).toMatchObject({ active: false });
    ana.mesh.publish('camera', track);
    await settle();
    expect(parameters?.encodings[0]).toMatchObject({ active: true });
  });
});

describe('the size at which pictures are shown', () => {
  const camera = new FakeTrack('video', { width: 1280, height: 720 });
  const screen = new FakeTrack('video', { width: 1920, height: 1080 });

  /** Encoding that Ana sends to the first participant she is connected to. */
  const encoding = (index: 1 | 2): Record<string, unknown> =>
    sender(index)?.parameters.encodings[0] ?? {};
  const sender = (index: 1 | 2) => open().at(-1)?.transceivers[index]?.sender;

  beforeEach(() => {
    ana.mesh.publish('camera', camera as unknown as MediaStreamTrack);
    ana.mesh.publish('screen_share', screen as unknown as MediaStreamTrack);
  });

  it('is told as soon as there is a way, and what is sent follows it', async () => {
    ana.mesh.addParticipant('ben', false);
    ben.mesh.addParticipant('ana', true);
    ben.mesh.setView('ana', { camera: 180, screen_share: 540 });
    await deliver();
    expect(encoding(1)).toMatchObject({ active: true, scaleResolutionDownBy: 2 });
    await become('connected');
    await pass(300);
    expect(encoding(1)).toMatchObject({ scaleResolutionDownBy: 4, maxBitrate: 180_000 });
    expect(encoding(2)).toMatchObject({ scaleResolutionDownBy: 2, maxBitrate: 1_000_000 });

    await pass(1_000);
    ben.mesh.setView('ana', { camera: 720, screen_share: 1080 });
    await settle();
    expect(encoding(1)).toMatchObject({ scaleResolutionDownBy: 1, maxBitrate: 1_200_000 });
    expect(encoding(2)).toMatchObject({ scaleResolutionDownBy: 1, maxBitrate: 2_500_000 });
  });

  it('that is none stops the picture, and the transport goes on', async () => {
    await connect();
    ben.mesh.setView('ana', { camera: 0, screen_share: 0 });
    await pass(300);
    expect([encoding(1).active, encoding(2).active]).toEqual([false, false]);
    expect(ana.state?.status).toBe('connected');
    expect(open().map(({ restarts }) => restarts)).toEqual([0, 0]);
    await pass(1_000);
    ben.mesh.setView('ana', { camera: 360, screen_share: 0 });
    await pass(300);
    expect([encoding(1).active, encoding(2).active]).toEqual([true, false]);
  });

  it('is told anew to a transport that takes the place of another', async () => {
    await connect();
    ben.mesh.setView('ana', { camera: 90, screen_share: 0 });
    await settle();
    ben.mesh.retry('ana');
    await deliver();
    expect(encoding(1)).toMatchObject({ active: true, maxBitrate: 1_200_000 });
    await become('connected');
    await pass(1_000);
    expect(encoding(1)).toMatchObject({ maxBitrate: 80_000 });
    expect(encoding(2)).toMatchObject({ active: false });
  });

  it('may change without end, and pictures are encoded anew only now and then', async () => {
    await connect();
    const before = sender(1)?.changes ?? 0;
    for (let change = 0; change < 100; change += 1) {
      ben.mesh.setView('ana', { camera: change % 2 === 0 ? 90 : 720, screen_share: 0 });
      await pass(10);
    }
    const changes = sender(1)?.changes ?? 0;
    expect(changes - before).toBeGreaterThan(0);
    expect(changes - before).toBeLessThanOrEqual(5);
    await pass(1_000);
    expect(encoding(1)).toMatchObject({ maxBitrate: 1_200_000 });
  });

  it('that a page does not tell is taken for the largest', async () => {
    ana.mesh.addParticipant('ben', false);
    ana.mesh.handleSignal('ben', undefined, {
      type: 'offer',
      sdp: 'v=0\na=fingerprint:sha-256 foreign\nkinds:audio,video,video,audio\n',
    });
    await settle();
    await become('connected');
    expect(open()[0]?.channel).toBeNull();
    expect(encoding(1)).toMatchObject({ active: true, maxBitrate: 1_200_000 });
  });

  it('still fits when a shared window has changed its own', async () => {
    await connect();
    ben.mesh.setView('ana', { camera: 0, screen_share: 540 });
    await pass(300);
    expect(encoding(2)).toMatchObject({ scaleResolutionDownBy: 2 });
    screen.settings.height = 540;
    await pass(4_000);
    expect(encoding(2)).toMatchObject({ scaleResolutionDownBy: 1 });
  });
});

describe('a lost way', () => {
  it('is restarted by the opener, with fresh servers', async () => {
    await connect();
    await become('failed');
    await pass(0);
    await deliver();
    const [opener, answerer] = open();
    expect(opener?.restarts).toBe(1);
    expect(answerer?.restarts).toBe(0);
    expect(opener?.configuration.iceServers).toEqual([{ urls: 'turn:fresh' }]);
    expect(ben.state).toEqual({ status: 'reconnecting', attempt: 1 });
    await become('connected');
    expect(ben.state?.status).toBe('connected');
    await pass(60_000);
    expect(opener?.restarts).toBe(1);
  });

  it('is restarted twice more if it came back by a detour, and not once it is direct', async () => {
    await connect();
    await become('failed');
    await pass(0);
    await deliver();
    for (const pc of open()) pc.route('relay', 'udp');
    await become('connected');
    const [opener, answerer] = open();
    await pass(4_999);
    expect(opener?.restarts).toBe(1);
    await pass(1);
    expect(opener?.restarts).toBe(2);
    await deliver();
    await become('connected');
    for (const pc of open()) pc.route('host', 'tcp');
    await pass(30_000);
    expect(opener?.restarts).toBe(3);
    await deliver();
    await pass(600_000);
    expect([opener?.restarts, answerer?.restarts]).toEqual([3, 0]);

    await become('failed');
    await pass(0);
    await deliver();
    for (const pc of open()) pc.route('host', 'udp');
    await become('connected');
    await pass(600_000);
    expect(opener?.restarts).toBe(4);
  });

  it('is left alone for a moment, since it often comes back by itself', async () => {
    await connect();
    await become('disconnected');
    await pass(1_400);
    expect(open()[0]?.restarts).toBe(0);
    await become('connected');
    await pass(60_000);
    expect(open()[0]?.restarts).toBe(0);
  });

  it('is restarted ever more slowly, then replaced, and the reason is shown meanwhile', async () => {
    await connect();
    const [opener] = open();
    await become('failed');
    for (let second = 0; second < 60 && ben.state?.status !== 'failed'; second += 1) {
      await pass(1_000);
      await deliver();
    }
    expect(opener?.restarts).toBe(4);
    expect(ben.state).toEqual({ status: 'failed', reason: 'relay_unreachable' });
    await pass(5_000);
    await deliver();
    expect(opener?.connectionState).toBe('closed');
    expect(ben.state?.status).toBe('failed');
    await become('connected');
    expect(ben.state?.status).toBe('connected');
  });

  it('is not restarted while signaling is away, and at once when it is back', async () => {
    await connect();
    ben.mesh.handleSignaling(false);
    ana.mesh.handleSignaling(false);
    await become('failed');
    await pass(60_000);
    expect(open().map(({ restarts }) => restarts)).toEqual([0, 0]);
    expect(ben.state?.status).toBe('reconnecting');
    ben.mesh.handleSignaling(true);
    await pass(0);
    expect(open()[0]?.restarts).toBe(1);
  });

  describe('of Firefox', () => {
    const firefox = () => vi.stubGlobal('navigator', { userAgent: 'Gecko/20100101 Firefox/140.0' });

    it('is not restarted but replaced, with fresh servers', async () => {
      firefox();
      await connect();
      const before = open();
      await become('failed');
      await pass(0);
      await deliver();
      expect(before.map(({ restarts }) => restarts)).toEqual([0, 0]);
      expect(before.map(({ connectionState }) => connectionState)).toEqual(['closed', 'closed']);
      expect(open()).toHaveLength(2);
      expect(open()[0]?.configuration.iceServers).toEqual([{ urls: 'turn:fresh' }]);
      expect(ben.state).toEqual({ status: 'connecting' });
      await become('connected');
      expect([ana.state?.status, ben.state?.status]).toEqual(['connected', 'connected']);
      await pass(60_000);
      expect(FakePeerConnection.all).toHaveLength(4);
    });

    it('is replaced by another browser too', async () => {
      vi.stubGlobal('navigator', { userAgent: 'Chrome/140.0.0.0' });
      ben.mesh.addParticipant('ana', false);
      ben.mesh.handleSignal('ana', 'fox', {
        type: 'offer',
        sdp: 'v=0\no=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0\na=fingerprint:sha-256 fox\nkinds:audio,video,video,audio\n',
      });
      await settle();
      const [lost] = open();
      await become('connected');
      ben.sent.splice(0);
      await become('failed');
      await pass(1_900);
      expect(ben.sent, 'the opener is left the time to be first').toEqual([]);
      await pass(200);
      expect(lost).toMatchObject({ connectionState: 'closed', restarts: 0 });
      expect(open()).toHaveLength(1);
      expect(ben.sent.map(({ signal }) => signal.type)).toEqual(['offer']);
    });

    it('is left alone when the network changes and it lives', async () => {
      firefox();
      await connect();
      ana.mesh.handleNetworkChange();
      ben.mesh.handleNetworkChange();
      await deliver();
      expect(open().map(({ restarts }) => restarts)).toEqual([0, 0]);
    });

    it('is left alone for longer, since nothing is left of it then', async () => {
      firefox();
      await connect();
      await become('disconnected');
      await pass(4_900);
      await become('connected');
      await pass(60_000);
      expect(FakePeerConnection.all).toHaveLength(2);
    });

    it('is replaced ever more slowly where there is no way, and that is said', async () => {
      firefox();
      await connect();
      const said: number[] = [];
      for (let second = 0; second < 120; second += 1) {
        await become('failed');
        await pass(1_000);
        await deliver();
        if (ben.state?.status === 'failed') said.push(second);
      }
      expect(said.length).toBeGreaterThan(100);
      expect(said[0]).toBeLessThan(10);
      expect(FakePeerConnection.all.length).toBeLessThan(2 * 12);
      await become('connected');
      expect(ben.state?.status).toBe('connected');
    });

    it('is not replaced while signaling is away, and at once when it is back', async () => {
      firefox();
      await connect();
      ben.mesh.handleSignaling(false);
      ana.mesh.handleSignaling(false);
      await become('failed');
      await pass(60_000);
      expect(FakePeerConnection.all).toHaveLength(2);
      ana.mesh.handleSignaling(true);
      ben.mesh.handleSignaling(true);
      await pass(0);
      await deliver();
      expect(open()).toHaveLength(2);
      expect(open().map(({ signalingState }) => signalingState)).toEqual(['stable', 'stable']);
      await become('connected');
      expect([ana.state?.status, ben.state?.status]).toEqual(['connected', 'connected']);
    });
  });

  it('says whether the relay was reached', async () => {
    ana.mesh.addParticipant('ben', false);
    ben.mesh.addParticipant('ana', true);
    await deliver();
    FakePeerConnection.all[0]?.gather('candidate:1 1 udp 1 192.0.2.1 5000 typ relay raddr 0.0.0.0');
    await deliver();
    await pass(25_100);
    expect(ben.state).toEqual({ status: 'failed', reason: 'no_route' });
    expect(ana.state).toEqual({ status: 'failed', reason: 'relay_unreachable' });
  });
});

describe('no answer', () => {
  it('is asked for again, then told, and tried on in the background', async () => {
    ben.mesh.addParticipant('ana', true);
    await pass(16_000);
    const offers = ben.sent.filter(({ signal }) => signal.type === 'offer');
    expect(offers).toHaveLength(3);
    expect(new Set(offers.map(({ transport_id }) => transport_id)).size).toBe(1);
    expect(ben.state).toEqual({ status: 'failed', reason: 'no_answer' });
    await pass(4_000);
    expect(ben.sent.at(-1)?.transport_id).not.toBe(offers[0]?.transport_id);
    ana.mesh.addParticipant('ben', false);
    await deliver();
    await become('connected');
    expect(ben.state?.status).toBe('connected');
  });

  it('is no failure while the other is away', async () => {
    ben.mesh.setPresent('ana', false);
    ben.mesh.addParticipant('ana', true);
    await pass(20_000);
    expect(ben.state?.status).toBe('connecting');
    ben.sent.length = 0;
    ben.mesh.setPresent('ana', true);
    expect(ben.sent.map(({ signal }) => signal.type)).toEqual(['offer']);
  });
});

it('a hundred come and go, and nothing is left', async () => {
  for (let time = 0; time < 100; time += 1) {
    await connect();
    ana.mesh.removeParticipant('ben');
    ben.mesh.removeParticipant('ana');
    expect(open()).toHaveLength(0);
  }
  expect(vi.getTimerCount()).toBe(0);
  expect(ana.tracks.filter((track) => track === 'no camera')).toHaveLength(100);
});
