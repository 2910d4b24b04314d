import { expect, test } from '@playwright/test';

import { ANSWER, CANDIDATE, Guest, newRoom, OFFER, useGuests } from '../../support/dialects.ts';
import { useServer } from '../../support/server.ts';
import { Client, SILENT } from '../../support/signaling.ts';

/*
 * Rules of all dialects: several dialects in one room, refusals, and participants who return.
 */

// All dialects are on by default.
const server = useServer();
const { guest, guests, over } = useGuests(server);

test.describe('in one room', () => {
  test.beforeEach(() => {
    over('websocket');
  });

  test('all dialects and the native protocol see each other', async () => {
    const roomId = newRoom();
    const page = await fetch(`${server().origin}/r/${encodeURIComponent(roomId)}`, {
      redirect: 'manual',
    });
    const meetingId = page.headers.get('location')?.replace('/m/', '') ?? '';
    const nat = await Client.connect(server().origin);
    const joined = await nat.join(meetingId, 'Nat', { media: { ...SILENT, camera: true } });
    expect(joined.room.participants[0]?.role, 'who comes first is the host').toBe('host');
    const native = joined.participant_id;

    const rooms = await guest('rooms');
    rooms.emit('join-room', { roomId, userInfo: { userName: 'Rob', hasMic: true } });
    expect((await rooms.next('room-joined')).users).toEqual([
      expect.objectContaining({ socketId: native, userName: 'Nat', hasCamera: true }),
    ]);
    const video = await guest('videomeet');
    video.emit('join-meeting', { roomId, username: 'Vic', userId: 'vic' });
    expect(await video.next('existing-users')).toHaveLength(2);
    expect((await rooms.next('user-joined')).user).toMatchObject({ userName: 'Vic' });
    const elexico = await guest('elexico');
    elexico.emit('join-room', { roomId, userId: 'eve', userName: 'Eve' });
    expect(await elexico.next('room-participants')).toContainEqual({
      userId: rooms.id,
      userName: 'Rob',
      socketId: rooms.id,
    });
    const interview = await guest('interview-ai');
    interview.emit('join-room', roomId);
    expect(await video.next('user-joined')).toMatchObject({ username: 'Eve', userId: 'eve' });
    await expect.poll(() => nat.named('participant_joined').length).toBe(4);

    // Chat.
    elexico.emit('chat-message', { message: 'hello', roomId });
    expect(await video.next('receive-message')).toMatchObject({
      username: 'Eve',
      message: 'hello',
    });
    await expect.poll(() => nat.named('chat_message').length).toBe(1);
    await nat.ok('send_chat', { client_id: 'c1', text: 'hi all' });
    expect(await elexico.next('chat-message-received')).toMatchObject({ message: 'hello' });
    expect(await elexico.next('chat-message-received')).toMatchObject({
      message: 'hi all',
      userId: native,
      userName: 'Nat',
    });

    // Media states.
    rooms.emit('toggle-camera', { roomId, hasCamera: true });
    expect(await video.next('media-state')).toEqual({
      socketId: rooms.id,
      camera: true,
      microphone: true,
    });
    await nat.ok('set_media', { media: SILENT });
    expect(await rooms.next('user-camera-toggled')).toEqual({ socketId: native, hasCamera: false });
    video.emit('media-state', { roomId, camera: false, microphone: true });
    expect(await rooms.next('user-camera-toggled')).toEqual({
      socketId: video.id,
      hasCamera: false,
    });

    // Signals.
    rooms.emit('offer', { roomId, targetSocketId: video.id, offer: OFFER });
    expect(await video.next('receive-offer')).toMatchObject({ from: rooms.id, offer: OFFER });
    video.emit('send-answer', { to: rooms.id, answer: ANSWER });
    expect(await rooms.next('answer')).toEqual({ answer: ANSWER, fromSocketId: video.id });
    elexico.emit('signal-send', { targetUserId: native, signal: OFFER });
    await expect.poll(() => nat.named('signal')[0]?.payload).toMatchObject({ signal: OFFER });
    await nat.ok('signal', { to: elexico.id, signal: ANSWER });
    expect(await elexico.next('signal-receive')).toEqual({ userId: native, signal: ANSWER });
    // Each side gets a candidate in the form it knows.
    const { candidate, sdpMid: sdp_mid, sdpMLineIndex: sdp_m_line_index } = CANDIDATE;
    const nested = { candidate: { ...CANDIDATE, usernameFragment: null } };
    const plain = { type: 'candidate', candidate, sdp_mid, sdp_m_line_index };
    elexico.emit('signal-send', { targetUserId: native, signal: nested });
    await expect.poll(() => nat.named('signal')[1]?.payload).toMatchObject({ signal: plain });
    await nat.ok('signal', { to: elexico.id, signal: { ...plain, username_fragment: 'x' } });
    expect(await elexico.next('signal-receive')).toEqual({
      userId: native,
      signal: { candidate: { ...CANDIDATE, usernameFragment: 'x' } },
    });
    for (const [targetUserId, receiver, event] of [
      [rooms.id, rooms, 'ice-candidate'],
      [video.id, video, 'receive-ice-candidate'],
      [interview.id, interview, 'ice-candidate'],
    ] as const) {
      elexico.emit('signal-send', { targetUserId, signal: nested });
      expect((await receiver.next(event)).candidate).toEqual(CANDIDATE);
    }
    rooms.emit('ice-candidate', { targetSocketId: elexico.id, candidate: CANDIDATE });
    video.emit('send-ice-candidate', { to: elexico.id, candidate: CANDIDATE });
    interview.emit('ice-candidate', { candidate: CANDIDATE });
    const from = new Set<string>();
    for (let count = 0; count < 3; count++) {
      const received = await elexico.next('signal-receive');
      expect(received.signal).toEqual({ candidate: CANDIDATE });
      from.add(received.userId);
    }
    expect(from).toEqual(new Set([rooms.id, video.id, interview.id]));
    // `/interview-ai` names no receiver, so all others got its candidate.
    expect((await rooms.next('ice-candidate')).candidate).toEqual(CANDIDATE);
    // The end of the candidates: an empty one for our page, `null` for those who know it. A client
    // of `/elexico` would take it for a description.
    rooms.emit('ice-candidate', { targetSocketId: native, candidate: null });
    const end = { type: 'candidate', candidate: '' };
    await expect.poll(() => nat.named('signal').at(-1)?.payload).toMatchObject({ signal: end });
    elexico.emit('signal-send', { targetUserId: rooms.id, signal: { candidate: null } });
    expect(await rooms.next('ice-candidate')).toMatchObject({ candidate: null });
    rooms.emit('ice-candidate', { targetSocketId: elexico.id, candidate: null });
    await rooms.settled();
    await elexico.settled();
    expect(elexico.rest).not.toContain('signal-receive');

    elexico.emit('signal-send', { targetUserId: native, signal: { renegotiate: true } });
    expect(await elexico.next('error')).toEqual({ message: expect.any(String) });

    // All dialects share the room's host.
    await nat.ok('set_room', { locked: true });
    expect(await elexico.next('meeting-locked')).toEqual({ locked: true, byHost: native });
    nat.close();
    await rooms.settled();
    expect(rooms.rest, 'a native client may come back').not.toContain('user-left');
  });

  test('a room that is locked, has a password or a lobby lets no guest in', async () => {
    const roomId = newRoom();
    const page = await fetch(`${server().origin}/r/${encodeURIComponent(roomId)}`, {
      redirect: 'manual',
    });
    const host = await Client.connect(server().origin);
    await host.join(page.headers.get('location')?.replace('/m/', '') ?? '', 'Host');
    const joins = [
      ['interview-ai', 'join-room', roomId],
      ['rooms', 'join-room', { roomId, userInfo: { userName: 'X' } }],
      ['videomeet', 'join-meeting', { roomId, username: 'X', userId: 'x' }],
      ['elexico', 'join-room', { roomId, userId: 'x', userName: 'X' }],
    ] as const;
    const refused = async (why: RegExp) => {
      for (const [dialect, event, payload] of joins) {
        const each = await guest(dialect);
        each.emit(event, payload);
        expect(await each.next('error'), dialect).toEqual({ message: expect.stringMatching(why) });
        expect(each.rest).toEqual([]);
      }
    };
    await host.ok('set_room', { locked: true });
    await refused(/locked/);
    await host.ok('set_room', { locked: false, lobby: true });
    await refused(/wait in the lobby/);
    expect(host.named('lobby_changed'), 'nobody waited').toEqual([]);
    await host.ok('set_room', { lobby: false });
    await host.ok('set_password', { password: 'correct horse' });
    await refused(/password/);
    host.close();
  });

  test('the first participant locks a named room, and tokens end with its sitting', async () => {
    const roomId = newRoom();
    const page = await fetch(`${server().origin}/r/${encodeURIComponent(roomId)}`, {
      redirect: 'manual',
    });
    const meetingId = page.headers.get('location')?.replace('/m/', '') ?? '';
    const [early, late, back] = [
      await Client.connect(server().origin),
      await Client.connect(server().origin),
      await Client.connect(server().origin),
    ];
    const { token } = await early.join(meetingId, 'Early');
    await early.ok('leave', {});
    const joined = await late.join(meetingId, 'Late');
    expect(joined.room.participants[0]?.role).toBe('host');
    await late.ok('set_room', { locked: true });
    const join = { meeting_id: meetingId, name: 'Early', media: SILENT };
    expect(await back.error('join', { ...join, token })).toMatchObject({ code: 'meeting_locked' });
    // A token of this sitting leads past its lock.
    late.drop();
    await back.ok('join', { ...join, name: 'Late', token: joined.token });
    for (const each of [early, late, back]) each.close();
  });

  test('a room by the name of a meeting is another room', async () => {
    const { id } = await server().createMeeting();
    const native = await Client.connect(server().origin);
    await native.join(id, 'Nat');
    const rooms = await guest('rooms');
    rooms.emit('join-room', { roomId: id, userInfo: { userName: 'Rob' } });
    expect((await rooms.next('room-joined')).users).toEqual([]);
    expect(native.named('participant_joined')).toEqual([]);
    native.close();
  });
});

test.describe('what is refused', () => {
  test.beforeEach(() => {
    over('websocket');
  });

  test('events out of place, of other rooms, without fields or of the wrong shape', async () => {
    const [roomId, other] = [newRoom(), newRoom()];
    const cases: Record<string, [event: string, ...args: unknown[]][]> = {
      'interview-ai': [
        ['join-room'],
        ['join-room', ''],
        ['join-room', { roomId: 'x'.repeat(65) }],
        ['join-room', ['x']],
        ['start-meeting'],
        ['offer', { roomId, offer: OFFER }],
        ['new-question', ''],
        ['new-question', { question: 'x', keywords: { no: 'list' } }],
        ['new-question', { question: 'x', keywords: Array.from({ length: 31 }, () => 'k') }],
        ['new-answer'],
        ['interviewer-toggle', { camOn: 'yes', micOn: true }],
        ['no-such-event'],
      ],
      rooms: [
        ['join-room', roomId],
        ['join-room', { roomId: {} }],
        ['join-room', { roomId, userInfo: { userName: 'X', more: 'x'.repeat(3_000) } }],
        ['toggle-camera', { roomId, hasCamera: true }],
        ['leave-room', { roomId }],
        ['offer', { roomId, targetSocketId: 'x', offer: OFFER }],
        ['start-screen', null],
      ],
      videomeet: [
        ['join-meeting', { username: 'X' }],
        ['send-offer', { to: 'x', offer: OFFER }],
        ['chat-message', { roomId, message: 'x' }],
        ['media-state', { roomId }],
        ['leave-meeting'],
      ],
      elexico: [
        ['join-room', { roomId, userId: '', userName: 'X' }],
        ['join-room', { roomId: '', userId: 'x', userName: 'X' }],
        ['join-room', { roomId, userId: 'x'.repeat(65), userName: 'X' }],
        ['signal-send', { targetUserId: 'x', signal: OFFER }],
        ['host:lock-meeting', { roomId }],
        ['toggle-hand', { isRaised: true }],
      ],
    };
    for (const [dialect, events] of Object.entries(cases)) {
      const each = await guest(dialect);
      for (const [event, ...args] of events) {
        each.emit(event, ...args);
        const error = await each.next('error').catch(() => null);
        expect(error, `${dialect} ${event} ${JSON.stringify(args)}`).toEqual({
          message: expect.stringMatching(/./),
        });
      }
      expect(each.rest, dialect).toEqual([]);
    }

    // Events that name another room do not apply to this one.
    const [ada, ben] = [await guest('rooms'), await guest('rooms')];
    for (const each of [ada, ben]) {
      each.emit('join-room', { roomId, userInfo: {} });
      await each.next('room-joined');
    }
    expect((await ada.next('user-joined')).user.userName).toBe('Guest');
    ben.emit('toggle-mic', { roomId: other, hasMic: true });
    expect(await ben.next('error')).toEqual({ message: expect.stringContaining('room') });
    ben.emit('offer', { roomId, targetSocketId: 'A'.repeat(16), offer: OFFER });
    await ben.next('error');
    ben.emit('toggle-mic', { roomId, hasMic: Buffer.from([1]) });
    await ben.next('error');
    await ada.settled();
    expect(ada.rest).toEqual([]);
  });

  test('what is beyond the limits of a second is dropped', async () => {
    const roomId = newRoom();
    const [ada, ben] = [await guest('elexico'), await guest('elexico')];
    for (const [each, userId] of [
      [ada, 'ada'],
      [ben, 'ben'],
    ] as const) {
      each.emit('join-room', { roomId, userId, userName: userId });
      await each.next('room-participants');
    }
    const began = Date.now();
    for (let n = 0; n < 60; n++) {
      ben.emit('signal-send', { targetUserId: 'ada', signal: { n } });
      ben.emit('emoji-reaction', { emoji: '🎉', roomId });
      ben.emit('chat-message', { message: `${n}`, roomId });
    }
    await ben.settled();
    await ada.settled();
    const count = (name: string) => ada.rest.filter((event) => event === name).length;
    // The bucket refills a little during the burst.
    const seconds = (Date.now() - began) / 1_000;
    const within = (name: string, perSecond: number) => {
      expect(count(name), name).toBeGreaterThanOrEqual(perSecond);
      expect(count(name), name).toBeLessThanOrEqual(perSecond * (1 + seconds) + 1);
    };
    within('signal-receive', 20);
    within('emoji-received', 5);
    within('chat-message-received', 2);
    const limited = await ben.next('rate-limited');
    expect(limited).toEqual({ event: 'chat-message', retryAfterMs: expect.any(Number) });
    expect(limited.retryAfterMs).toBeGreaterThan(0);
    expect(limited.retryAfterMs).toBeLessThanOrEqual(1_000);
    expect(ben.rest).not.toContain('error');
  });

  test('a socket id that everybody knows is no way into its session', async () => {
    over('polling');
    const roomId = newRoom();
    const [ada, eve] = [await guest('rooms'), await guest('rooms')];
    ada.emit('join-room', { roomId, userInfo: { userName: 'Ada' } });
    await ada.next('room-joined');
    eve.emit('join-room', { roomId, userInfo: { userName: 'Eve' } });
    const known = (await eve.next('room-joined')).users[0].socketId;
    const address = `${server().origin}/socket.io/?EIO=4&transport=polling&sid=${known}`;
    const posted = await fetch(address, { method: 'POST', body: '41/rooms,' });
    expect(posted.status).toBe(400);
    expect((await fetch(address)).status).toBe(400);
    ada.emit('toggle-mic', { roomId, hasMic: true });
    expect(await eve.next('user-mic-toggled')).toEqual({ socketId: known, hasMic: true });
  });

  test('a user id that somebody has already leads to nobody else', async () => {
    const roomId = newRoom();
    const [ada, eve, ben] = [
      await guest('elexico'),
      await guest('elexico'),
      await guest('elexico'),
    ];
    for (const each of [ada, eve]) {
      each.emit('join-room', { roomId, userId: 'ada', userName: 'Ada' });
      await each.next('room-participants');
    }
    expect(await ada.next('user-joined')).toMatchObject({ userId: 'ada-2', socketId: eve.id });
    ben.emit('join-room', { roomId, userId: 'ben', userName: 'Ben' });
    await ben.next('room-participants');
    ben.emit('signal-send', { targetUserId: 'ada', signal: OFFER });
    await ada.next('signal-receive');
    eve.emit('signal-send', { targetUserId: 'ben', userId: 'ada', signal: OFFER });
    expect(await ben.next('signal-receive')).toMatchObject({ userId: 'ada-2' });
    await eve.settled();
    expect(eve.rest).not.toContain('signal-receive');
  });
});

test.describe('the same again', () => {
  test.beforeEach(() => {
    over('websocket');
  });

  test('who joins twice is there once, and is still the host', async () => {
    const roomId = newRoom();
    const joins = [
      ['rooms', 'join-room', { roomId, userInfo: { userName: 'Rob' } }, 'room-joined'],
      ['videomeet', 'join-meeting', { roomId, username: 'Vic', userId: 'v' }, 'existing-users'],
      ['elexico', 'join-room', { roomId, userId: 'e', userName: 'Eve' }, 'room-participants'],
    ] as const;
    const host = await guest('elexico');
    host.emit('join-room', { roomId, userId: 'hana', userName: 'Hana' });
    expect(await host.next('room-participants')).toEqual([]);
    const there = { rooms: 0, videomeet: 0, elexico: 0 };
    let before = 1;
    for (const [dialect, event, payload, reply] of joins) {
      const each = await guest(dialect);
      for (let time = 0; time < 2; time++) each.emit(event, payload);
      for (let time = 0; time < 2; time++) {
        const list = await each.next(reply);
        there[dialect] = (dialect === 'rooms' ? list.users : list).length;
        expect(there[dialect], `${dialect}, ${time}`).toBe(before);
      }
      await each.settled();
      expect(each.rest, dialect).toEqual([]);
      await host.next('user-joined');
      before++;
    }
    const player = await guest('interview-ai');
    for (let time = 0; time < 2; time++) player.emit('join-room', roomId);
    await player.settled();
    host.emit('join-room', { roomId, userId: 'hana', userName: 'Hana' });
    expect(await host.next('room-participants')).toHaveLength(4);
    host.emit('host:lock-meeting', { roomId });
    expect(await host.next('meeting-locked')).toEqual({ locked: true, byHost: 'hana' });
    host.emit('host:lock-meeting', { roomId });
    expect(await host.next('meeting-locked')).toEqual({ locked: true, byHost: 'hana' });
    // Another name makes a new participant, whom the locked room refuses.
    host.emit('join-room', { roomId, userId: 'hana', userName: 'Somebody' });
    expect(await host.next('error')).toEqual({ message: expect.stringContaining('locked') });
  });

  test('two namespaces over one transport are two people', async () => {
    const roomId = newRoom();
    const shared = { forceNew: false, multiplex: true };
    const [rooms, video] = [
      await Guest.connect(server().origin, 'rooms', 'websocket', shared),
      await Guest.connect(server().origin, 'videomeet', 'websocket', shared),
    ];
    guests.push(rooms, video);
    expect(rooms.socket.io, 'one transport').toBe(video.socket.io);
    rooms.emit('join-room', { roomId, userInfo: { userName: 'Rob' } });
    const { socketId } = await rooms.next('room-joined');
    video.emit('join-meeting', { roomId, username: 'Vic', userId: 'v' });
    expect(await video.next('existing-users')).toMatchObject([{ socketId, username: 'Rob' }]);
    const { user } = await rooms.next('user-joined');
    expect(user.socketId).not.toBe(socketId);
    rooms.emit('offer', { roomId, targetSocketId: user.socketId, offer: OFFER });
    expect(await video.next('receive-offer')).toMatchObject({ from: socketId, username: 'Rob' });
    video.emit('leave-meeting');
    expect(await rooms.next('user-left')).toMatchObject({ socketId: user.socketId });
    expect(rooms.rest).toEqual([]);
  });

  test('what somebody sends is told as often as they say it, and numbers are good as ids', async () => {
    const [ada, ben] = [await guest('rooms'), await guest('rooms')];
    for (const each of [ada, ben]) {
      each.emit('join-room', { roomId: 4711, userInfo: { userName: 42 } });
      const { roomId, users } = await each.next('room-joined');
      expect(roomId).toBe('4711');
      expect(users).toHaveLength(each === ada ? 0 : 1);
    }
    expect((await ada.next('user-joined')).user).toMatchObject({ userName: '42' });
    for (let time = 0; time < 2; time++) {
      ada.emit('toggle-camera', { roomId: 4711, hasCamera: false });
      expect(await ben.next('user-camera-toggled')).toEqual({ socketId: ada.id, hasCamera: false });
    }
    const [eve, fay] = [await guest('elexico'), await guest('elexico')];
    for (const [each, userId] of [
      [eve, 1],
      [fay, 2],
    ] as const) {
      each.emit('join-room', { roomId: '4711', userId });
      await each.next('room-participants');
    }
    expect(await eve.next('user-joined')).toMatchObject({ userId: '2', userName: 'Guest' });
    fay.emit('signal-send', { targetUserId: 1, userId: 2, signal: OFFER });
    expect(await eve.next('signal-receive')).toEqual({ userId: '2', signal: OFFER });
    // A participant that left is gone.
    ada.emit('leave-room', 'another');
    expect(await ada.next('error')).toEqual({ message: expect.stringContaining('room') });
    ada.emit('leave-room', 4711);
    expect(await ben.next('user-left')).toMatchObject({ socketId: ada.id });
    ada.emit('leave-room', { roomId: 4711 });
    expect(await ada.next('error')).toEqual({ message: expect.any(String) });
  });

  test('an interview: toggles, keywords as one text, and answers that are not said to all', async () => {
    const roomId = newRoom();
    const [ida, cai] = [await guest('interview-ai'), await guest('interview-ai')];
    for (const each of [ida, cai]) {
      each.emit('join-room', { roomId });
      await each.settled();
    }
    const toggled = { camOn: false, micOn: true };
    for (let time = 0; time < 2; time++) {
      ida.emit('interviewer-toggle', toggled);
      for (const each of [ida, cai]) expect(await each.next('update-interviewer')).toEqual(toggled);
    }
    ida.emit('new-question', { question: 'Why?', keywords: 'so, because', templateId: 't1' });
    expect(await cai.next('receive-question')).toMatchObject({
      hasKeywords: true,
      templateId: 't1',
    });
    const answer = { roomId, questionIndex: 0, answer: 'Because.', question: 'Why?' };
    cai.emit('submit-answer', answer);
    expect(await cai.next('answer-submitted')).toEqual({
      success: true,
      questionIndex: 0,
      templateId: null,
    });
    cai.emit('submit-answer', { ...answer, answer: 'x'.repeat(10_001) });
    expect(await cai.next('answer-submitted')).toMatchObject({ success: false, questionIndex: 0 });
    cai.emit('evaluate-answer', { ...answer, answer: '' });
    expect(await ida.next('answer-evaluated')).toMatchObject({ answer: '', score: 0 });
    cai.emit('evaluate-answer', { ...answer, answer: undefined });
    expect(await cai.next('evaluation-error')).toEqual({
      questionIndex: 0,
      error: expect.stringContaining('answer'),
    });
    ida.emit('ice-candidate', { roomId, candidate: null });
    expect(await cai.next('ice-candidate')).toEqual({ candidate: null, from: ida.id });
    ida.emit('end-meeting');
    for (const each of [ida, cai]) await each.next('meeting-ended');
    await ida.settled();
    expect(ida.rest).toEqual(['user-joined', 'receive-question', 'evaluation-started']);
  });
});

for (const each of ['websocket', 'polling'] as const) {
  test.describe(`a restart, over ${each}`, () => {
    const restarted = useServer({ args: ['--dialects', 'all'] });

    test('clients come back by themselves and see each other', async () => {
      const roomId = newRoom();
      const clients: Guest[] = [];
      for (const userName of ['Ada', 'Ben']) {
        const client = await Guest.connect(restarted().origin, 'rooms', each, {
          reconnection: true,
          reconnectionDelay: 100,
          reconnectionDelayMax: 500,
        });
        guests.push(client);
        clients.push(client);
        // Joins the way the original clients do.
        const join = () => client.emit('join-room', { roomId, userInfo: { userName } });
        client.socket.on('connect', join);
        join();
        await client.next('room-joined');
      }
      for (const end of ['stop', 'kill'] as const) {
        const before = clients.map(({ id }) => id);
        await restarted()[end]();
        for (const client of clients) {
          await client.closed();
          client.heard.length = 0;
        }
        await restarted().restart();
        const joined = await Promise.all(
          clients.map((client) => client.next('room-joined', 30_000)),
        );
        expect(joined.map(({ users }) => users.length).sort()).toEqual([0, 1]);
        for (const client of clients) expect(before).not.toContain(client.id);
        const first = joined[0].users.length === 0 ? 0 : 1;
        const [here, there] = [clients[first] as Guest, clients[1 - first] as Guest];
        expect((await here.next('user-joined')).users).toHaveLength(2);
        there.emit('offer', { roomId, targetSocketId: here.id, offer: OFFER });
        expect(await here.next('offer')).toEqual({ offer: OFFER, fromSocketId: there.id });
      }
    });
  });
}

test.describe('from pages of other origins', () => {
  const page = 'https://their.example';
  const strict = useServer({ args: ['--dialects', 'all', '--allowed-origins', page] });

  test('those that are allowed may connect and make meetings, and no others', async () => {
    for (const [origin, allowed] of [
      [page, true],
      ['https://evil.example', false],
    ] as const) {
      for (const path of ['/socket.io/?EIO=4&transport=polling', '/api/create-meeting']) {
        const answer = await fetch(`${strict().origin}${path}`, { headers: { origin } });
        const shared = answer.headers.get('access-control-allow-origin');
        expect(answer.ok && shared === origin, `${origin} ${path}`).toBe(allowed);
      }
      for (const each of ['websocket', 'polling'] as const) {
        const connected = Guest.connect(strict().origin, 'videomeet', each, {
          extraHeaders: { origin },
        }).then(
          (connected) => {
            guests.push(connected);
            return true;
          },
          () => false,
        );
        expect(await connected, `${origin} over ${each}`).toBe(allowed);
      }
    }
  });
});

test.describe('with --dialects none', () => {
  const plain = useServer({ args: ['--dialects', 'none'] });

  test('no dialect is spoken', async () => {
    for (const dialect of ['interview-ai', 'rooms', 'videomeet', 'direct-call', 'elexico']) {
      await expect(Guest.connect(plain().origin, dialect)).rejects.toThrow(/namespace/i);
    }
    expect((await fetch(`${plain().origin}/api/create-meeting`)).status).toBe(404);
    expect((await fetch(`${plain().origin}/r/standup`)).status).toBe(404);
  });
});
