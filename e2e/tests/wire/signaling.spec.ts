import { expect, test } from '@playwright/test';

import type { Meeting, Participant } from '../../../web/src/protocol/protocol.gen.ts';
import { joinsAndLeaves } from '../../support/joins.ts';
import { Server, useServer } from '../../support/server.ts';
import {
  Client,
  type Joined,
  numbered,
  type Resumed,
  SILENT,
  type Transport,
} from '../../support/signaling.ts';

const server = useServer();

const clients: Client[] = [];
async function connect(
  transport: Transport = 'websocket',
  origin = server().origin,
): Promise<Client> {
  const client = await Client.connect(origin, transport);
  clients.push(client);
  return client;
}
test.afterEach(async () => {
  // Leave explicitly: disconnected participants stay for the grace period and would disturb counts.
  for (const client of clients.splice(0)) {
    if (client.socket.connected) await client.request('leave', {}).catch(() => {});
    client.close();
  }
});

for (const transport of ['websocket', 'polling'] as const) {
  test.describe(`over ${transport}`, () => {
    test('two join, signal each other, and leave', async () => {
      const { id } = await server().createMeeting();
      const [ana, ben] = [await connect(transport), await connect(transport)];

      const first = await ana.join(id, 'Ana');
      expect(first).toMatchObject({ status: 'joined', grace_ms: 30_000 });
      expect(first.room).toMatchObject({ meeting_id: id, participants: [{ name: 'Ana' }] });
      expect(Math.abs(first.server_time - Date.now())).toBeLessThan(5_000);
      const second = await ben.join(id, 'Ben');
      const [a, b] = [first.participant_id, second.participant_id];
      expect(second.room.participants.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
      await expect.poll(() => ana.named('participant_joined').length).toBe(1);
      expect(ana.events[0]).toMatchObject({
        payload: { participant: { id: b, name: 'Ben', presence: 'connected' } },
        seq: first.seq + 1,
      });

      const signal = { type: 'offer', sdp: 'v=0\r\n' };
      expect(await ana.ok('signal', { to: b, transport_id: 't1', signal })).toEqual({});
      await expect.poll(() => ben.named('signal').length).toBe(1);
      expect(ben.named('signal')[0]?.payload).toEqual({ from: a, transport_id: 't1', signal });

      const media = { ...SILENT, camera: true };
      expect(await ben.ok('set_media', { media })).toEqual({});
      await expect.poll(() => ana.named('participant_changed').length).toBe(1);
      expect(ana.named('participant_changed')[0]?.payload.participant.media).toEqual(media);

      const ice = await ana.ok<{ servers: { urls: string[]; username?: string }[] }>(
        'ice_servers',
        {},
      );
      expect(ice.servers.flatMap(({ urls }) => urls).join()).toMatch(/stun:.*turn:/);
      expect(ice.servers.some(({ username }) => username)).toBe(true);

      expect(await ben.ok('leave', {})).toEqual({});
      await expect.poll(() => ana.named('participant_left').length).toBe(1);
      expect(ana.named('participant_left')[0]?.payload).toEqual({
        participant_id: b,
        reason: 'left',
      });
      // The same connection may join again.
      expect((await ben.join(id, 'Ben')).room.participants).toHaveLength(2);
    });

    test('a participant who leaves before the join is answered has left', async () => {
      const { id } = await server().createMeeting();
      const [ana, ben] = [await connect(transport), await connect(transport)];
      await ana.join(id, 'Ana');
      const answers = await Promise.all([
        ben.request('join', { meeting_id: id, name: 'Ben', media: SILENT }),
        ben.request('leave', {}),
      ]);
      for (const answer of answers) expect(answer).toHaveProperty('ok');
      await expect.poll(() => ana.named('participant_left').length).toBe(1);
      const meeting = await fetch(`${server().origin}/api/v1/meetings/${id}`);
      expect(await meeting.json()).toMatchObject({ participant_count: 1 });
    });

    test('2,000 requests in one burst are applied and answered in order', async () => {
      const fast = await Server.start({ args: ['--events-per-second', '10000'] });
      try {
        const { id } = await fast.createMeeting();
        const ana = await connect(transport, fast.origin);
        const ben = await connect(transport, fast.origin);
        await ana.join(id, 'Ana');
        const { participant_id } = await ben.join(id, 'Ben');

        const answered: number[] = [];
        for (let i = 0; i < 2_000; i++) {
          ana.socket.emit('signal', numbered(participant_id, i), (ack: object) => {
            answered.push('ok' in ack ? i : -1);
          });
        }
        const expected = Array.from({ length: 2_000 }, (_, i) => i);
        await expect.poll(() => answered.length, { timeout: 30_000 }).toBe(2_000);
        expect(answered).toEqual(expected);
        await expect.poll(() => ben.named('signal').length, { timeout: 30_000 }).toBe(2_000);
        expect(
          ben.named('signal').map(({ payload }) => Number(payload.signal.candidate.split(':')[1])),
        ).toEqual(expected);
        const numbers = ben.events.map(({ seq }) => seq ?? 0);
        expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
      } finally {
        await fast.dispose();
      }
    });

    test('over the limit is a typed error, and later it goes on', async () => {
      const { id } = await server().createMeeting();
      const ana = await connect(transport);
      await ana.join(id);
      const acks = await Promise.all(
        Array.from({ length: 600 }, () => ana.request('set_media', { media: SILENT })),
      );
      const refused = acks.flatMap((ack) => ('error' in ack ? [ack.error] : []));
      expect(refused.length).toBeGreaterThan(100);
      expect(refused.length).toBeLessThan(600);
      for (const { code, message, retry_after_ms } of refused) {
        expect(code).toBe('rate_limited');
        expect(message).toMatch(/too many requests/);
        expect(retry_after_ms).toBeGreaterThan(0);
      }
      await new Promise((resolve) => setTimeout(resolve, refused.at(-1)?.retry_after_ms));
      expect(await ana.ok('set_media', { media: SILENT })).toEqual({});
    });

    test('what is no request gets a typed error, and the connection goes on', async () => {
      const { id } = await server().createMeeting();
      const ana = await connect(transport);
      const join = { meeting_id: id, name: 'Ana', media: SILENT };
      const cases: [string, unknown[], string][] = [
        ['leave', [{}], 'not_joined'],
        ['set_media', [{ media: SILENT }], 'not_joined'],
        ['ice_servers', [], 'not_joined'],
        ['join', [], 'invalid_payload'],
        ['join', [null], 'invalid_payload'],
        ['join', ['text'], 'invalid_payload'],
        ['join', [[]], 'invalid_payload'],
        ['join', [{ ...join, name: '' }], 'invalid_payload'],
        ['join', [{ ...join, name: '   ' }], 'invalid_payload'],
        ['join', [{ ...join, name: 'x'.repeat(65) }], 'invalid_payload'],
        ['join', [{ ...join, name: 'A\u202Ena' }], 'invalid_payload'],
        ['join', [{ ...join, meeting_id: '../../etc' }], 'invalid_payload'],
        ['join', [{ ...join, extra: 1 }], 'invalid_payload'],
        ['join', [join, join], 'invalid_payload'],
        ['join', [{ ...join, token: 'nonsense' }], 'invalid_token'],
        ['join', [{ ...join, meeting_id: 'abc-defg-hij' }], 'meeting_not_found'],
        ['dance', [{}], 'unknown_event'],
        ['', [], 'unknown_event'],
        ['__proto__', [{}], 'unknown_event'],
        ['join', [Buffer.from('binary')], 'invalid_payload'],
        ['join', [{ ...join, name: Buffer.from('Ana') }], 'invalid_payload'],
        ['join', [{ ...join, name: 'x'.repeat(70_000) }], 'too_large'],
      ];
      for (const [event, payload, code] of cases) {
        const error = await ana.error(event, ...payload);
        expect(error.code, `${event} ${JSON.stringify(payload)?.slice(0, 100)}`).toBe(code);
        expect(error.message).not.toBe('');
      }
      const { participant_id } = await ana.join(id);
      expect((await ana.error('join', join)).code).toBe('already_joined');
      const nobody = 'a'.repeat(16);
      expect((await ana.error('signal', numbered(nobody, 1))).code).toBe('participant_not_found');
      expect((await ana.error('signal', numbered(participant_id, 1))).code).toBe(
        'participant_not_found',
      );
      expect((await ana.error('signal', { to: nobody, signal: { type: 'x' } })).code).toBe(
        'invalid_payload',
      );

      // Without an acknowledgement, an event reports the error.
      ana.socket.emit('dance', {});
      await expect.poll(() => ana.named('request_failed').length).toBe(1);
      expect(ana.named('request_failed')[0]?.payload).toMatchObject({
        event: 'dance',
        error: { code: 'unknown_event' },
      });
      expect(ana.socket.connected).toBe(true);
    });
  });
}

test('a signal is from its sender whatever it says, and reaches the addressed alone', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben, cleo] = [await connect(), await connect(), await connect()];
  const { participant_id: a } = await ana.join(id, 'Ana');
  const { participant_id: b } = await ben.join(id, 'Ben');
  const { participant_id: c } = await cleo.join(id, 'Cleo');

  const signal = { type: 'candidate', candidate: 'candidate:1' };
  // A forged sender is refused.
  expect((await cleo.error('signal', { to: b, from: a, signal })).code).toBe('invalid_payload');
  await cleo.ok('signal', { to: b, signal });
  await expect.poll(() => ben.named('signal').length).toBe(1);
  expect(ben.named('signal')[0]?.payload).toEqual({ from: c, signal });
  // After a round trip the others still have no signal.
  await ana.ok('ice_servers', {});
  expect(ana.named('signal')).toEqual([]);
  expect(cleo.named('signal')).toEqual([]);

  await test.step('nor does it reach another meeting', async () => {
    const other = await server().createMeeting();
    const dan = await connect();
    await dan.join(other.id, 'Dan');
    expect((await dan.error('signal', { to: a, signal })).code).toBe('participant_not_found');
    expect(dan.named('participant_joined')).toEqual([]);
  });
});

test('who comes back with the token gets what was missed, in order and once', async () => {
  const { id } = await server().createMeeting();
  const ana = await connect();
  const ben = await connect();
  const { participant_id: a, token, seq } = await ana.join(id, 'Ana');
  await ben.join(id, 'Ben');
  await expect.poll(() => ana.events.length).toBe(1);
  expect(ana.events[0]?.seq).toBe(seq + 1);

  ana.drop();
  await expect.poll(() => ben.named('participant_changed').length).toBe(1);
  expect(ben.named('participant_changed')[0]?.payload.participant).toMatchObject({
    id: a,
    presence: 'reconnecting',
  });
  for (let i = 0; i < 50; i++) await ben.ok('signal', numbered(a, i));
  const cleo = await connect();
  await cleo.join(id, 'Cleo');
  await cleo.ok('leave', {});

  const back = await connect();
  const join = { meeting_id: id, name: 'Ana', media: SILENT, token, last_seq: seq + 1 };
  const reply = await back.ok<Resumed>('join', join);
  expect(reply).toMatchObject({ status: 'resumed', participant_id: a });
  await expect.poll(() => back.events.length).toBeGreaterThanOrEqual(54);
  expect(back.events.map(({ seq: number }) => number)).toEqual(
    back.events.map((_, i) => seq + 2 + i),
  );
  expect(back.events.map(({ name }) => name)).toEqual([
    'participant_changed',
    ...Array.from({ length: 50 }, () => 'signal'),
    'participant_joined',
    'participant_left',
    'participant_changed',
  ]);
  expect(
    back.named('signal').map(({ payload }) => Number(payload.signal.candidate.split(':')[1])),
  ).toEqual(Array.from({ length: 50 }, (_, i) => i));
  // The others saw no leave.
  await expect.poll(() => ben.named('participant_left').length).toBe(1);
  expect(ben.named('participant_left')[0]?.payload.participant_id).not.toBe(a);

  await test.step('with a number it cannot serve, the room is sent whole', async () => {
    back.drop();
    const again = await connect();
    const { token: fresh } = reply;
    const whole = await again.ok<Joined>('join', { ...join, token: fresh, last_seq: 1 });
    expect(whole).toMatchObject({ status: 'joined', participant_id: a });
    expect(whole.room.participants.map(({ name }) => name)).toEqual(['Ana', 'Ben']);
  });
});

test('a token is good for its own meeting only, and unforgeable', async () => {
  const { id } = await server().createMeeting();
  const other = await server().createMeeting();
  const ana = await connect();
  const { token } = await ana.join(id, 'Ana');
  const ben = await connect();
  const join = { name: 'Ben', media: SILENT };
  expect((await ben.error('join', { ...join, meeting_id: other.id, token })).code).toBe(
    'invalid_token',
  );
  const changed = token.replace(/^[^.]*\.[^.]*/, `${id}.${'b'.repeat(16)}`);
  expect((await ben.error('join', { ...join, meeting_id: id, token: changed })).code).toBe(
    'invalid_token',
  );
  const { participant_count } = (await (
    await fetch(`${server().origin}/api/v1/meetings/${id}`)
  ).json()) as Meeting;
  expect(participant_count).toBe(1);
});

test('a second connection with the token supersedes the first', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben] = [await connect(), await connect()];
  await ben.join(id, 'Ben');
  const { participant_id, token } = await ana.join(id, 'Ana');
  await expect.poll(() => ben.events.length).toBe(1);

  const second = await connect();
  const reply = await second.ok<Joined>('join', {
    meeting_id: id,
    name: 'Ana',
    media: SILENT,
    token,
  });
  expect(reply.participant_id).toBe(participant_id);
  await expect.poll(() => ana.named('superseded').length).toBe(1);
  expect((await ana.error('set_media', { media: SILENT })).code).toBe('not_joined');
  // The superseded connection no longer affects the room.
  ana.close();
  await second.ok('ice_servers', {});
  await ben.ok('ice_servers', {});
  expect(ben.events.map(({ name }) => name)).toEqual(['participant_joined']);
});

test('a room holds as many as it may', async () => {
  const small = await Server.start({ args: ['--max-participants', '2'] });
  try {
    const { id } = await small.createMeeting();
    const people = await Promise.all([1, 2, 3].map(() => connect('websocket', small.origin)));
    const [ana, ben, cleo] = people as [Client, Client, Client];
    await ana.join(id, 'Ana');
    const { token } = await ben.join(id, 'Ben');
    const join = { meeting_id: id, name: 'Cleo', media: SILENT };
    expect((await cleo.error('join', join)).code).toBe('room_full');
    // A reconnecting participant keeps the place.
    ben.drop();
    await expect.poll(() => ana.named('participant_changed').length).toBe(1);
    expect((await cleo.error('join', join)).code).toBe('room_full');
    const back = await connect('websocket', small.origin);
    await back.ok('join', { meeting_id: id, name: 'Ben', media: SILENT, token });
    await back.ok('leave', {});
    expect((await cleo.join(id, 'Cleo')).room.participants.map(({ name }) => name)).toEqual([
      'Ana',
      'Cleo',
    ]);
  } finally {
    await small.dispose();
  }
});

test('after a restart the token still gives the same presence', async () => {
  const own = await Server.start();
  try {
    const { id } = await own.createMeeting();
    const ana = await connect('websocket', own.origin);
    const before = await ana.join(id, 'Ana');
    await own.kill();
    await expect.poll(() => ana.socket.connected).toBe(false);
    await own.restart();
    const back = await connect('websocket', own.origin);
    const { token } = before;
    const after = await back.ok<Joined>('join', {
      ...{ meeting_id: id, name: 'Ana', media: SILENT },
      ...{ token, last_seq: before.seq },
    });
    expect(after).toMatchObject({ status: 'joined', participant_id: before.participant_id });
    expect(after.room.started_at).toBe(before.room.started_at);
    expect(after.seq).toBeGreaterThan(before.seq);
  } finally {
    await own.dispose();
  }
});

for (const transport of ['websocket', 'polling'] as const) {
  test(`on SIGTERM clients over ${transport} are told, and the server is gone soon`, async () => {
    const own = await Server.start();
    try {
      const { id } = await own.createMeeting();
      const ana = await connect(transport, own.origin);
      await ana.join(id, 'Ana');
      const stoppedAt = Date.now();
      expect(await own.stop()).toBe(0);
      expect(Date.now() - stoppedAt).toBeLessThan(10_000);
      await expect.poll(() => ana.named('server_closing').length).toBe(1);
      expect(ana.named('server_closing')[0]?.payload.reconnect_after_ms).toBeGreaterThan(0);
      await expect.poll(() => ana.socket.connected).toBe(false);
    } finally {
      await own.dispose();
    }
  });
}

test('pages of other origins are refused', async () => {
  const withOrigin = (origin: string) => ({ extraHeaders: { origin } });
  for (const transport of ['websocket', 'polling'] as const) {
    for (const origin of ['https://evil.example', 'null', `${server().origin}.evil.example`]) {
      await expect(
        Client.connect(server().origin, transport, withOrigin(origin)),
        `${transport} from ${origin}`,
      ).rejects.toThrow();
    }
    const own = await Client.connect(server().origin, transport, withOrigin(server().origin));
    own.close();
  }
  const response = await fetch(`${server().origin}/socket.io/?EIO=4&transport=polling`, {
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('an address may hold so many connections, and is told so', async () => {
  const own = await Server.start({ args: ['--connections-per-address', '3'] });
  try {
    const held = await Promise.all([1, 2, 3].map(() => connect('websocket', own.origin)));
    await expect(connect('websocket', own.origin)).rejects.toThrow(/rate_limited/);
    held[0]?.close();
    await expect
      .poll(() =>
        connect('websocket', own.origin).then(
          () => 'connected',
          () => 'refused',
        ),
      )
      .toBe('connected');
  } finally {
    await own.dispose();
  }
});

test('1,000 joins and leaves leave nothing behind', async () => {
  const own = await Server.start({ args: ['--events-per-second', '10000'] });
  try {
    await joinsAndLeaves(own, 200);
    const before = await own.residentMiB();
    await joinsAndLeaves(own, 1_000);
    expect((await own.residentMiB()) - before, 'MiB that the server grew by').toBeLessThan(8);
  } finally {
    await own.dispose();
  }
});

test('names and media of a room are what everybody told last', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben] = [await connect(), await connect()];
  await ana.join(id, '  Ana  ');
  await ana.ok('set_media', { media: { ...SILENT, microphone: true } });
  await ana.ok('set_media', { media: { ...SILENT, camera: true } });
  const { room } = await ben.join(id, 'Ben');
  const [first] = room.participants as [Participant];
  expect(first).toMatchObject({ name: 'Ana', media: { ...SILENT, camera: true } });
});
