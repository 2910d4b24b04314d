import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Emitter } from '../lib/emitter';
import type { MediaPath, ParticipantId } from '../protocol/protocol.gen';
import type { ForwardedTransport, MediaTransportEvents, PeerTransport } from './media-transport';
import { NOTHING_SENT, type Source } from './source';
import { SwitchingTransport } from './switching-transport';
import { FakeTrack } from './testing/fake-peer-connection';

/** Tracks for which the switch waits, with the function that says that they flow. */
const waits = new Map<MediaStreamTrack, () => void>();
vi.mock('./flowing', () => ({
  onceFlowing: (track: MediaStreamTrack, callback: () => void) => {
    waits.set(track, callback);
    return () => waits.delete(track);
  },
}));

class FakePath {
  readonly events = new Emitter<MediaTransportEvents>();
  readonly published: Source[] = [];
  readonly people = new Set<ParticipantId>();
  closed = false;
  publish = vi.fn((source: Source) => this.published.push(source));
  addParticipant = vi.fn((id: ParticipantId) => this.people.add(id));
  removeParticipant = vi.fn((id: ParticipantId) => this.people.delete(id));
  setView = vi.fn();
  setPresent = vi.fn();
  setMedia = vi.fn();
  isLive = () => false;
  verify = vi.fn();
  handleSignal = vi.fn();
  handleSignaling = vi.fn();
  handleNetworkChange = vi.fn();
  handleEvent = vi.fn();
  reopen = vi.fn();
  resume = vi.fn();
  retry = vi.fn();
  audioLevel = () => 0;
  stats = async () => ({ participants: new Map(), upstream: null });
  hangUp = () => true;

  close(): void {
    this.closed = true;
    this.events.clear();
  }

  connect(participant: ParticipantId): void {
    this.events.emit('state', { participant, state: { status: 'connected', relayed: false } });
  }

  receive(participant: ParticipantId, source: Source = 'camera'): MediaStreamTrack {
    const track = new FakeTrack('video') as unknown as MediaStreamTrack;
    this.events.emit('track', { participant, source, track });
    return track;
  }
}

let meshes: FakePath[];
let servers: FakePath[];
let load: () => Promise<FakePath>;
let transport: SwitchingTransport;
let shown: Map<string, MediaStreamTrack>;
let vanished: string[];
let states: string[];

function start(path: MediaPath): void {
  transport = new SwitchingTransport(path, {
    mesh: () => {
      const mesh = new FakePath();
      meshes.push(mesh);
      return mesh as unknown as PeerTransport;
    },
    forwarded: () => load() as unknown as Promise<ForwardedTransport>,
  });
  transport.events.on('track', ({ participant, source, track }) => {
    const key = `${participant} ${source}`;
    if (track) shown.set(key, track);
    else {
      shown.delete(key);
      vanished.push(key);
    }
  });
  transport.events.on('state', ({ participant, state }) =>
    states.push(`${participant} ${state.status}`),
  );
}

function come(id: ParticipantId): void {
  transport.addParticipant(id, true);
  transport.setMedia(id, { ...NOTHING_SENT, camera: true });
  transport.setView(id, { camera: 180, screen_share: 0 });
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  meshes = [];
  servers = [];
  shown = new Map();
  vanished = [];
  states = [];
  waits.clear();
  load = async () => {
    const server = new FakePath();
    servers.push(server);
    return server;
  };
});

afterEach(() => {
  transport.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it('publishes on both paths, shows the new picture once it flows, and closes the old path last', async () => {
  start('mesh');
  transport.publish('camera', new FakeTrack('video') as unknown as MediaStreamTrack);
  come('ana');
  const [mesh] = meshes;
  mesh?.connect('ana');
  const old = mesh?.receive('ana');
  transport.setPath('server');
  await settle();
  const [server] = servers;
  expect(server?.published).toEqual(['camera']);
  expect([...(server?.people ?? [])]).toEqual(['ana']);
  server?.connect('ana');
  const fresh = server?.receive('ana') as MediaStreamTrack;
  expect(shown.get('ana camera')).toBe(old);
  waits.get(fresh)?.();
  expect(shown.get('ana camera')).toBe(fresh);
  expect(mesh?.closed).toBe(false);
  await settle(5_000);
  expect(mesh?.closed).toBe(true);
  expect(vanished).toEqual([]);
  expect(new Set(states)).toEqual(new Set(['ana connected']));
});

it('takes over what there is when the new path is slow, and keeps what it does not carry', async () => {
  start('mesh');
  come('ana');
  come('ben');
  for (const id of ['ana', 'ben']) meshes[0]?.connect(id);
  meshes[0]?.receive('ana');
  const ben = meshes[0]?.receive('ben');
  transport.setPath('server');
  await settle();
  const fresh = servers[0]?.receive('ana');
  await settle(11_000);
  expect(shown.get('ana camera')).toBe(fresh);
  expect(shown.get('ben camera')).toBe(ben);
  await settle(5_000);
  expect(shown.has('ben camera')).toBe(false);
});

it('goes back to the old path without a new one, if the room does so before it is closed', async () => {
  start('mesh');
  come('ana');
  meshes[0]?.connect('ana');
  const old = meshes[0]?.receive('ana');
  transport.setPath('server');
  await settle();
  transport.setPath('mesh');
  await settle(20_000);
  expect(meshes).toHaveLength(1);
  expect(meshes[0]?.closed).toBe(false);
  expect(servers[0]?.closed).toBe(true);
  expect(shown.get('ana camera')).toBe(old);
  expect(vanished).toEqual([]);
});

it('sets up the server’s path again, after the room was a mesh in between', async () => {
  start('server');
  await settle();
  const [server] = servers;
  transport.setPath('mesh');
  transport.setPath('server');
  expect([server?.resume.mock.calls.length, server?.reopen.mock.calls.length]).toEqual([1, 0]);
  // The first to come back to a restarted server find a small room there.
  transport.rejoin('mesh', false);
  expect(server?.reopen).not.toHaveBeenCalled();
  transport.setPath('server');
  expect(server?.reopen).toHaveBeenCalledOnce();
  expect(servers).toHaveLength(1);
});

it.each([
  [true, 0],
  [false, 1],
])('sets up what the server forgot when the room is rejoined: known %s', async (isKnown, times) => {
  start('server');
  await settle();
  transport.rejoin('server', isKnown);
  expect(servers[0]?.reopen).toHaveBeenCalledTimes(times);
});

it('drops a transport that was loaded too late', async () => {
  let arrive: (path: FakePath) => void = () => {};
  load = () =>
    new Promise((resolve) => {
      arrive = resolve;
    });
  start('mesh');
  transport.setPath('server');
  transport.setPath('mesh');
  const late = new FakePath();
  arrive(late);
  await settle();
  expect(late.closed).toBe(true);
  expect(meshes).toHaveLength(1);
});

it('loads the code of the server’s path again after a failure', async () => {
  const works = load;
  load = () => Promise.reject(new Error('no network'));
  start('server');
  come('ana');
  await settle();
  expect(servers).toHaveLength(0);
  load = works;
  await settle(3_000);
  expect([...(servers[0]?.people ?? [])]).toEqual(['ana']);
});

it('passes signals to the mesh, and events to the server’s path', async () => {
  start('server');
  await settle();
  const event = { name: 'wanted', payload: { source: 'camera', height: 0 } } as const;
  transport.handleEvent(event);
  transport.handleSignal('ana', 'one', { type: 'offer', sdp: '' });
  expect(servers[0]?.handleEvent).toHaveBeenCalledWith(event);
  expect(transport.hangUp()).toBe(false);
});

it('knows who is absent before they are added, on either path', async () => {
  start('mesh');
  transport.setPresent('ana', false);
  come('ana');
  expect(meshes[0]?.setPresent).toHaveBeenLastCalledWith('ana', false);
  transport.setPath('server');
  await settle();
  expect(servers[0]?.setPresent).toHaveBeenLastCalledWith('ana', false);
});

it('forgets a participant who leaves in the middle of a switch', async () => {
  start('mesh');
  come('ana');
  meshes[0]?.connect('ana');
  meshes[0]?.receive('ana');
  transport.setPath('server');
  await settle();
  transport.removeParticipant('ana');
  expect(vanished).toEqual(['ana camera']);
  await settle(5_000);
  expect(meshes[0]?.closed).toBe(true);
});
