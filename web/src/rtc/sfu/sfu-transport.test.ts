import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { SignalingError } from '../request-queue';
import { NOTHING_SENT } from '../source';
import { FakeForwarding } from '../testing/fake-forwarding';
import { FakeMediaStream, FakePeerConnection, FakeTrack } from '../testing/fake-peer-connection';
import { SfuTransport } from './sfu-transport';

let server: FakeForwarding;
let transport: SfuTransport;
let tracks: string[];
let states: string[];

const CAMERA = { ...NOTHING_SENT, camera: true };
const track = (kind: string, lines = 720): MediaStreamTrack =>
  new FakeTrack(kind, { width: (lines * 16) / 9, height: lines }) as unknown as MediaStreamTrack;
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const pcs = (direction: 'up' | 'down'): FakePeerConnection[] =>
  FakePeerConnection.all.filter(
    ({ transceivers }) =>
      transceivers[0]?.direction === (direction === 'up' ? 'sendonly' : 'recvonly'),
  );
const last = (direction: 'up' | 'down'): FakePeerConnection => {
  const pc = pcs(direction).at(-1);
  if (!pc) throw new Error(`there is no connection ${direction}`);
  return pc;
};

function come(id: ParticipantId, camera = 180): void {
  transport.addParticipant(id);
  transport.setMedia(id, CAMERA);
  transport.setView(id, { camera, screen_share: 0 });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakePeerConnection);
  vi.stubGlobal('MediaStream', FakeMediaStream);
  vi.stubGlobal('RTCRtpReceiver', {});
  FakePeerConnection.all = [];
  server = new FakeForwarding();
  transport = new SfuTransport(server);
  tracks = [];
  states = [];
  transport.events.on('track', ({ participant, source, track }) =>
    tracks.push(`${track ? '+' : '-'}${participant} ${source}`),
  );
  transport.events.on('state', ({ participant, state }) =>
    states.push(`${participant} ${state.status}`),
  );
});

afterEach(() => {
  transport.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('opens no connection up before there is something to send', async () => {
  await settle();
  expect(server.of('up')).toEqual([]);
  transport.publish('camera', track('video'));
  await settle();
  expect(server.of('up')).toHaveLength(1);
  expect(server.of('up')[0]?.tracks.map(({ source }) => source)).toEqual([
    'microphone',
    'camera',
    'screen_share',
    'screen_share_audio',
  ]);
});

it('replaces a track without an offer', async () => {
  transport.publish('camera', track('video'));
  await settle();
  transport.publish('camera', null);
  transport.publish('microphone', track('audio'));
  await settle();
  expect(server.of('up')).toHaveLength(1);
});

it('sends the layers that somebody wants, and stops the others after a while', async () => {
  transport.publish('camera', track('video'));
  await settle();
  const active = (): unknown[] =>
    last('up').transceivers[1]?.sender.parameters.encodings.map(({ active }) => active) ?? [];
  const want = (height: number): void =>
    transport.handleEvent({ name: 'wanted', payload: { source: 'camera', height } });
  want(720);
  await settle();
  expect(active()).toEqual([true, true, true]);
  want(0);
  await settle(1_000);
  expect(active()).toEqual([true, true, true]);
  await settle(1_500);
  expect(active()).toEqual([false, false, false]);
  want(180);
  await settle();
  expect(active()).toEqual([true, false, false]);
});

it('sends a camera that is turned on again although nobody wanted it before', async () => {
  transport.publish('camera', track('video'));
  await settle();
  transport.handleEvent({ name: 'wanted', payload: { source: 'camera', height: 0 } });
  await settle(3_000);
  transport.publish('camera', null);
  await settle();
  transport.publish('camera', track('video'));
  await settle();
  const [first] = last('up').transceivers[1]?.sender.parameters.encodings ?? [];
  expect(first?.active).toBe(true);
});

it('shows pictures without negotiation while there are free slots', async () => {
  await settle();
  const before = server.of('down').length;
  for (const id of ['ana', 'ben', 'cem']) come(id);
  await settle();
  expect(server.of('down')).toHaveLength(before);
  expect(server.shown).toEqual(['ana camera 180', 'ben camera 180', 'cem camera 180']);
  expect(tracks).toEqual(['+ana camera', '+ben camera', '+cem camera']);
});

it('adds slots for more pictures than there were', async () => {
  await settle();
  for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) come(id);
  await settle();
  expect(server.of('down')).toHaveLength(2);
  expect(server.shown).toHaveLength(6);
});

it('asks for the size that is shown, and keeps the slot of a picture out of sight', async () => {
  come('ana', 360);
  await settle();
  transport.setView('ana', { camera: 0, screen_share: 0 });
  await settle();
  expect(server.shown).toEqual(['ana camera 0']);
  expect(tracks).toEqual(['+ana camera']);
  transport.setView('ana', { camera: 720, screen_share: 0 });
  await settle();
  expect(server.shown).toEqual(['ana camera 720']);
});

it('frees the slot of a camera that is off, and of a participant who left', async () => {
  come('ana');
  come('ben');
  await settle();
  transport.setMedia('ana', NOTHING_SENT);
  transport.removeParticipant('ben');
  await settle();
  expect(server.shown).toEqual([]);
  expect(tracks.slice(2)).toEqual(['-ana camera', '-ben camera']);
});

it('gives the place of a hidden picture to a new one where there are no more slots', async () => {
  for (let count = 0; count < 64; count += 1) come(`p${count}`);
  await settle();
  transport.setView('p7', { camera: 0, screen_share: 0 });
  come('new');
  await settle();
  expect(server.shown).toHaveLength(64);
  expect(server.shown).toContain('new camera 180');
  expect(server.shown.some((slot) => slot.startsWith('p7 '))).toBe(false);
});

it('plays the voices that the server says are in the slots', async () => {
  transport.addParticipant('ana');
  transport.addParticipant('ben');
  await settle();
  const heard = (mid: string, participant_id?: string): void =>
    transport.handleEvent({
      name: 'heard',
      payload: {
        slots: [participant_id ? { mid, participant_id, source: 'microphone' } : { mid }],
      },
    });
  heard('0', 'ana');
  heard('0', 'ben');
  heard('0');
  expect(tracks).toEqual([
    '+ana microphone',
    '-ana microphone',
    '+ben microphone',
    '-ben microphone',
  ]);
});

it('says which pictures the server withholds', async () => {
  const pictures: string[] = [];
  transport.events.on('picture', ({ participant, state }) =>
    pictures.push(`${participant} ${state}`),
  );
  come('ana');
  await settle();
  const mid = server.subscriptions.at(-1)?.request[0]?.mid ?? '';
  for (const state of ['waiting', 'paused', { live: { height: 180 } }, 'undecodable'] as const) {
    transport.handleEvent({ name: 'slot_changed', payload: { mid, state } });
  }
  expect(pictures).toEqual(['ana paused', 'ana live', 'ana undecodable']);
});

it('tells the state of the connection for everybody', async () => {
  come('ana');
  await settle();
  last('down').become('connected');
  await settle();
  expect(states).toEqual(['ana connecting', 'ana connected']);
  expect(transport.isLive('ana')).toBe(true);
});

it('makes a new connection when the server has ended one, and not when it ended a replaced one', async () => {
  await settle();
  last('down').become('connected');
  const end = { name: 'media_transport_changed' } as const;
  transport.handleEvent({ ...end, payload: { direction: 'down', connected: false } });
  await settle();
  expect(pcs('down')).toHaveLength(2);
  transport.handleEvent({ ...end, payload: { direction: 'down', connected: false } });
  await settle();
  expect(pcs('down')).toHaveLength(2);
});

it('tries again ever more slowly, and says that the server cannot be reached', async () => {
  come('ana');
  await settle(25_000);
  expect(states.at(-1)).toBe('ana failed');
  const tried = pcs('down').length;
  expect(tried).toBeGreaterThan(2);
  expect(tried).toBeLessThan(8);
  last('down').become('connected');
  await settle();
  expect(states.at(-1)).toBe('ana connected');
});

it('offers nothing while signaling is down, and goes on after', async () => {
  await settle();
  server.prompt = false;
  for (const id of ['a', 'b', 'c', 'd', 'e']) come(id);
  await settle();
  server.offers.at(-1)?.refuse(new SignalingError('disconnected', ''));
  server.subscriptions.at(-1)?.refuse(new SignalingError('disconnected', ''));
  transport.handleSignaling(false);
  await settle(5_000);
  expect(server.of('down')).toHaveLength(2);
  server.prompt = true;
  transport.handleSignaling(true);
  await settle(10);
  expect(server.of('down')).toHaveLength(3);
  expect(server.shown).toHaveLength(5);
});

it('stays away from a server that refuses to take media, until there is something new', async () => {
  server.prompt = false;
  transport.publish('camera', track('video'));
  await settle();
  const up = server.offers.find(({ request }) => request.direction === 'up');
  up?.refuse(new SignalingError('not_allowed', ''));
  await settle(60_000);
  expect(server.of('up')).toHaveLength(1);
  transport.publish('microphone', track('audio'));
  await settle();
  expect(server.of('up')).toHaveLength(2);
});

it('sets up what the server refused while the room was not on its path', async () => {
  transport.publish('camera', track('video'));
  come('ana');
  await settle();
  server.prompt = false;
  transport.reopen();
  await settle();
  for (const { refuse } of server.offers) refuse(new SignalingError('wrong_state', ''));
  await settle(60_000);
  expect([pcs('up').length, pcs('down').length]).toEqual([2, 2]);
  server.prompt = true;
  transport.resume();
  transport.resume();
  await settle();
  expect([pcs('up').length, pcs('down').length]).toEqual([3, 3]);
  expect(server.shown).toEqual(['ana camera 180']);
});

it('sets up both ends again after the server has lost them', async () => {
  transport.publish('camera', track('video'));
  come('ana');
  await settle();
  transport.reopen();
  await settle();
  expect([pcs('up').length, pcs('down').length]).toEqual([2, 2]);
  expect(server.shown).toEqual(['ana camera 180']);
  // The last picture stays until the new one takes its place.
  expect(tracks).toEqual(['+ana camera', '+ana camera']);
});
