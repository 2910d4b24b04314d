import { expect, type Page, test } from '@playwright/test';

import { Server, useServer } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';
import { type StreamToken, stream } from '../../support/streams.ts';

const server = useServer({ args: ['--media-port', '0'] });

/** Offer of a program that sends sound. */
const OFFER = [
  'v=0',
  'o=- 1 1 IN IP4 0.0.0.0',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=sendonly',
  '',
].join('\r\n');

/** A token of a meeting, made by its host. */
async function tokenOf(path: string, host: string, scope: string, name: string, at = server()) {
  const answer = await fetch(at.origin + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${host}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scope, name }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as StreamToken;
}

/** Frames decoded and sound packets received so far. */
const played = (page: Page) =>
  page.evaluate(async () => {
    const sum = { frames: 0, audio: 0 };
    for (const report of (await globalThis.streaming.getStats()).values()) {
      if (report.type !== 'inbound-rtp') continue;
      if (report.kind === 'video') sum.frames += report.framesDecoded ?? 0;
      else sum.audio += report.packetsReceived ?? 0;
    }
    return sum;
  });

const end = async (session: string, { token }: StreamToken) =>
  (await fetch(session, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }))
    .status;

test('a program sends its camera by WHIP, and a player shows it by WHEP, until the host revokes', async ({
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
  const { id, hostToken } = await server().createMeeting();
  const tokens = `/api/v1/meetings/${id}/streams`;
  const whip = await tokenOf(tokens, hostToken, 'publish', 'Main camera');
  const whep = await tokenOf(tokens, hostToken, 'play', 'Foyer');
  await server().kill();
  await server().restart();

  const host = await Client.connect(server().origin);
  await host.join(id, 'Ana', { can_forward: true, host_token: hostToken });
  await stream(server().origin, await context.newPage(), whip);
  const joined = () => host.named('participant_joined').map((it) => it.payload.participant);
  await expect
    .poll(joined)
    .toEqual([expect.objectContaining({ name: 'Main camera', role: 'guest' })]);
  expect(host.named('media_path_changed').at(-1)?.payload).toEqual({ path: 'server' });
  await expect
    .poll(() =>
      host
        .named('published')
        .map((it) => it.payload.publication.source)
        .sort(),
    )
    .toEqual(expect.arrayContaining(['camera', 'microphone']));

  const player = await context.newPage();
  const session = await stream(server().origin, player, whep);
  await expect.poll(async () => (await played(player)).frames).toBeGreaterThan(10);
  await expect.poll(async () => (await played(player)).audio).toBeGreaterThan(50);
  await expect.poll(() => host.named('viewers_changed').at(-1)?.payload).toEqual({ viewers: 1 });

  // Each ends its own session only.
  expect(await end(session, whip)).toBe(404);
  expect(await end(session, whep)).toBe(200);
  expect(await end(session, whep)).toBe(404);
  await expect.poll(() => host.named('viewers_changed').at(-1)?.payload).toEqual({ viewers: 0 });
  const revoked = await fetch(`${server().origin}${tokens}/${whip.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${hostToken}` },
  });
  expect(revoked.status).toBe(204);
  await expect.poll(() => host.named('participant_left').length).toBe(1);
  host.close();
  await context.close();
});

test('a stream is refused with a reason', async () => {
  const { id, hostToken } = await server().createMeeting();
  const tokens = `/api/v1/meetings/${id}/streams`;
  const whip = await tokenOf(tokens, hostToken, 'publish', 'OBS');
  const offer = async (
    token: string,
    path = `/whip/${id}`,
    type = 'application/sdp',
    body = 'v=0',
  ) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': type };
    return (await fetch(server().origin + path, { method: 'POST', headers, body })).status;
  };
  expect(await offer('x')).toBe(401);
  expect(await offer(whip.token, `/whep/${id}`)).toBe(403);
  expect(await offer(whip.token, '/whip/abc-defg-hij')).toBe(404);
  expect(await offer(whip.token, `/whip/${id}`, 'text/plain')).toBe(415);
  expect(await offer(whip.token)).toBe(400);
  expect(await offer(whip.token, `/whip/${id}`, 'application/sdp', 'x'.repeat(70_000))).toBe(413);

  // Somebody is there whose client cannot use the server.
  const old = await Client.connect(server().origin);
  await old.join(id, 'Old');
  expect(await offer(whip.token, `/whip/${id}`, 'application/sdp', OFFER)).toBe(409);
  old.close();
});

test('a stream without a place in the meeting is told when to try again', async () => {
  const small = await Server.start({ args: ['--max-participants', '2'] });
  try {
    const { id, hostToken } = await small.createMeeting();
    const whip = await tokenOf(
      `/api/v1/meetings/${id}/streams`,
      hostToken,
      'publish',
      'OBS',
      small,
    );
    const people = ['Ana', 'Ben'].map(async (name) => {
      const client = await Client.connect(small.origin);
      await client.join(id, name, { can_forward: true });
      return client;
    });
    const [ana, ben] = await Promise.all(people);
    const offer = () =>
      fetch(`${small.origin}/whip/${id}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${whip.token}`, 'content-type': 'application/sdp' },
        body: OFFER,
      });
    const refused = await offer();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await refused.json()).toMatchObject({ type: '/api/docs#stream-busy' });
    ana?.close();
    ben?.close();
  } finally {
    await small.dispose();
  }
});
