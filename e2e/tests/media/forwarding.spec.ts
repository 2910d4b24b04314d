import { expect, type Page, test } from '@playwright/test';

import type { MediaAnswer, Source } from '../../../web/src/protocol/protocol.gen.ts';
import { type Server, useServer } from '../../support/server.ts';
import { Client, type Joined, SILENT } from '../../support/signaling.ts';

const server = useServer({ args: ['--media-port', '0'] });

const clients: Client[] = [];
test.afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

const SENDING = { ...SILENT, microphone: true, camera: true };

interface Pages {
  up?: RTCPeerConnection;
  down?: RTCPeerConnection;
  video: HTMLVideoElement;
}
declare global {
  var peers: Pages;
}

/**
 * A participant who uses the forwarding server: the Socket.IO client here, the peer connections in a
 * blank page.
 */
class Forwarded {
  readonly client: Client;
  readonly joined: Joined;
  readonly page: Page;

  private constructor(client: Client, joined: Joined, page: Page) {
    this.client = client;
    this.joined = joined;
    this.page = page;
  }

  get id(): string {
    return this.joined.participant_id;
  }

  static async join(
    of: Server,
    page: Page,
    meeting: string,
    name: string,
    more: object = {},
  ): Promise<Forwarded> {
    const client = await Client.connect(of.origin);
    clients.push(client);
    const joined = await client.join(meeting, name, { can_forward: true, ...more });
    await page.goto(`${of.origin}/health`);
    await page.evaluate(() => {
      const video = document.createElement('video');
      Object.assign(video, { autoplay: true, muted: true, playsInline: true });
      document.body.append(video);
      globalThis.peers = { video };
    });
    return new Forwarded(client, joined, page);
  }

  /** Sends a microphone and a camera with three encodings. */
  async publish(): Promise<void> {
    const { sdp, tracks } = await this.page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: true,
        video: { width: 640, height: 360 },
      });
      const up = new RTCPeerConnection();
      globalThis.peers.up = up;
      const [audio] = stream.getAudioTracks();
      const [video] = stream.getVideoTracks();
      if (!audio || !video) throw new Error('there are fake devices');
      const microphone = up.addTransceiver(audio, { direction: 'sendonly' });
      const camera = up.addTransceiver(video, {
        direction: 'sendonly',
        sendEncodings: [
          { rid: 'q', scaleResolutionDownBy: 4 },
          { rid: 'h', scaleResolutionDownBy: 2 },
          { rid: 'f' },
        ],
      });
      await up.setLocalDescription();
      return {
        sdp: up.localDescription?.sdp ?? '',
        tracks: [
          { mid: microphone.mid ?? '', source: 'microphone' as Source },
          { mid: camera.mid ?? '', source: 'camera' as Source },
        ],
      };
    });
    const answer: MediaAnswer = await this.client.ok('media_offer', {
      direction: 'up',
      sdp,
      tracks,
    });
    await this.page.evaluate(
      (sdp) => globalThis.peers.up?.setRemoteDescription({ type: 'answer', sdp }),
      answer.sdp,
    );
  }

  /** Opens the downstream with one audio and one video slot, and shows the participant's camera. */
  async watch(of: string): Promise<void> {
    const sdp = await this.page.evaluate(async () => {
      const down = new RTCPeerConnection();
      globalThis.peers.down = down;
      down.addTransceiver('audio', { direction: 'recvonly' });
      const slot = down.addTransceiver('video', { direction: 'recvonly' });
      globalThis.peers.video.srcObject = new MediaStream([slot.receiver.track]);
      await down.setLocalDescription();
      return down.localDescription?.sdp ?? '';
    });
    const answer: MediaAnswer = await this.client.ok('media_offer', { direction: 'down', sdp });
    const mid = await this.page.evaluate(async (sdp) => {
      const { down } = globalThis.peers;
      await down?.setRemoteDescription({ type: 'answer', sdp });
      return down?.getTransceivers()[1]?.mid ?? '';
    }, answer.sdp);
    const slot = { mid, participant_id: of, source: 'camera', height: 360 };
    await this.client.ok('subscribe', { slots: [slot] });
  }

  /** Frames decoded and audio packets received so far. */
  received(): Promise<{ frames: number; audio: number }> {
    return this.page.evaluate(async () => {
      const sum = { frames: 0, audio: 0 };
      for (const report of (await globalThis.peers.down?.getStats())?.values() ?? []) {
        if (report.type !== 'inbound-rtp') continue;
        if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0;
        else sum.audio += report.packetsReceived ?? 0;
      }
      return sum;
    });
  }
}

async function meeting(): Promise<{ id: string; host: { host_token: string } }> {
  const { id, hostToken } = await server().createMeeting();
  return { id, host: { host_token: hostToken } };
}

test('two browsers see and hear each other through the server, until a host stops a camera', async ({
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const { id, host } = await meeting();
  const ana = await Forwarded.join(server(), await context.newPage(), id, 'Ana', host);
  await ana.client.ok('set_room', { media_path: 'server' });
  const ben = await Forwarded.join(server(), await context.newPage(), id, 'Ben', {
    media: SENDING,
  });
  expect(ben.joined.room.media_path).toBe('server');
  await ben.publish();
  await expect.poll(() => ana.client.named('published').length).toBeGreaterThan(1);
  await ana.watch(ben.id);
  await expect.poll(async () => (await ana.received()).frames).toBeGreaterThan(10);
  await expect.poll(async () => (await ana.received()).audio).toBeGreaterThan(10);
  expect(ana.client.named('slot_changed').at(-1)?.payload.state).toHaveProperty('live');
  const heard = () => ana.client.named('heard').at(-1)?.payload.slots;
  await expect.poll(heard).toContainEqual(expect.objectContaining({ participant_id: ben.id }));

  // Ben's page goes on sending; the server forwards it no more.
  await ana.client.ok('stop_source', { participant_id: ben.id, source: 'camera' });
  await expect
    .poll(() => ana.client.named('unpublished').at(-1)?.payload)
    .toEqual({ participant_id: ben.id, source: 'camera' });
  let last = -1;
  await expect
    .poll(async () => {
      const { frames } = await ana.received();
      const stands = frames === last;
      last = frames;
      return stands;
    })
    .toBe(true);
  const { audio } = await ana.received();
  await expect.poll(async () => (await ana.received()).audio).toBeGreaterThan(audio + 50);
  expect((await ana.received()).frames).toBe(last);

  // Ben starts it again.
  await ben.client.ok('set_media', { media: SENDING });
  await expect.poll(async () => (await ana.received()).frames).toBeGreaterThan(last + 5);
  await context.close();
});

test('nothing reaches the lobby, and a viewer receives and does not send', async ({ browser }) => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const { id, host } = await meeting();
  const ana = await Forwarded.join(server(), await context.newPage(), id, 'Ana', {
    media: SENDING,
    ...host,
  });
  await ana.client.ok('set_room', { webinar: true });
  await ana.publish();
  await ana.client.ok('set_room', { lobby: true });
  const ben = await Forwarded.join(server(), await context.newPage(), id, 'Ben');
  expect(ben.joined).toMatchObject({ status: 'waiting' });
  const offer = { direction: 'down', sdp: 'v=0' };
  expect((await ben.client.error('media_offer', offer)).code).toBe('not_joined');
  expect((await ben.client.error('subscribe', { slots: [] })).code).toBe('not_joined');

  await ana.client.ok('admit', { participant_id: ben.id });
  await expect.poll(() => ben.client.named('admitted').length).toBe(1);
  await ben.watch(ana.id);
  await expect.poll(async () => (await ben.received()).frames).toBeGreaterThan(10);
  const up = { direction: 'up', sdp: 'v=0' };
  expect((await ben.client.error('media_offer', up)).code).toBe('not_allowed');
  await context.close();
});
