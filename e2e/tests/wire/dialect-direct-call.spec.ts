import { expect, test } from '@playwright/test';
import { Manager } from 'socket.io-client';

import { Guest, OFFER } from '../../support/direct-call-guest.ts';
import { Server, useServer } from '../../support/server.ts';
import { Client, type Transport } from '../../support/signaling.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

const ANSWER = { type: 'answer', sdp: 'v=0 answer' };
const candidate = (number: number): object => ({ candidate: { candidate: `candidate:${number}` } });

const server = useServer({
  // Whoever has gone is called like a stranger.
  args: ['--dialects', 'direct-call', '--stranger-calls-per-minute', '1000'],
});
let guests: Guest[] = [];
test.afterEach(() => {
  for (const { client } of guests) client.close();
  guests = [];
});

for (const transport of ['websocket', 'polling'] as const) {
  test.describe(`over ${transport}`, () => {
    const open = async (): Promise<Guest> => {
      const guest = await Guest.open(server().origin, transport);
      guests.push(guest);
      return guest;
    };
    const three = async (): Promise<[Guest, Guest, Guest]> => [
      await open(),
      await open(),
      await open(),
    ];
    const ring = async (caller: Guest, callee: Guest): Promise<void> => {
      caller.call(callee);
      await callee.hears(['callUser', { signal: OFFER, from: caller.id, name: 'Ana' }]);
    };
    const talk = async (caller: Guest, callee: Guest): Promise<void> => {
      await ring(caller, callee);
      callee.say('answerCall', { signal: ANSWER, to: caller.id });
      await caller.hears(['callAccepted', ANSWER]);
    };

    test('two ring, answer and tell each other more, in order and unchanged', async () => {
      const [ana, ben, cleo] = await three();
      const odd = [{ renegotiate: true, list: [1.5, null, 'ü'] }, 'text', [1, [2]], 7];
      ana.call(ben, odd[0]);
      for (const signal of [candidate(1), ...odd.slice(1)]) ana.call(ben, signal);
      const called = (signal: unknown): [string, unknown] => [
        'callUser',
        { signal, from: ana.id, name: 'Ana' },
      ];
      await ben.hears(called(odd[0]), called(candidate(1)), ...odd.slice(1).map(called));
      for (const signal of [ANSWER, candidate(2), ...odd]) {
        ben.say('answerCall', { signal, to: ana.id });
      }
      const accepted = (signal: unknown): [string, unknown] => ['callAccepted', signal];
      await ana.hears(...[ANSWER, candidate(2), ...odd].map(accepted));
      ana.call(ben, candidate(3));
      await ben.hears(called(candidate(3)));
      for (const guest of [ana, ben, cleo]) await guest.hearsNothing();
    });

    test('each says who ended it to the other, and to nobody else', async () => {
      const [ana, ben, cleo] = await three();
      await ring(ana, ben);
      ben.say('declineCall', { to: ana.id });
      await ana.hears(['callDeclined']);
      for (const [ender, other] of [
        [ana, ben],
        [ben, ana],
      ] as const) {
        await ring(ana, ben);
        ender.say('endCall', { to: other.id });
        await other.hears(['callEnded']);
        await talk(ana, ben);
        ender.say('endCall', { to: other.id });
        await other.hears(['callEnded']);
        await talk(ana, ben);
        ender.say('endCall');
        await other.hears(['callEnded']);
      }
      for (const guest of [ana, ben, cleo]) await guest.hearsNothing();
    });

    test('with a connection goes its call, whatever its state', async () => {
      const cleo = await open();
      for (const answered of [false, true]) {
        for (const leaver of ['caller', 'callee'] as const) {
          for (const how of ['close', 'drop'] as const) {
            const [ana, ben] = [await open(), await open()];
            await (answered ? talk(ana, ben) : ring(ana, ben));
            const [gone, other] = leaver === 'caller' ? [ana, ben] : [ben, ana];
            // Only a timeout reveals a lost polling session; see below.
            gone.client[transport === 'polling' ? 'close' : how]();
            await other.hears(['callEnded']);
            other.call(gone);
            await other.hears(['callFailed', { reason: 'unavailable' }]);
            other.client.close();
          }
        }
      }
      await cleo.hearsNothing();
    });

    test('who cannot be rung is unavailable, or busy', async () => {
      const [ana, ben, cleo] = await three();
      for (const userToCall of ['nobody', '', 'x'.repeat(1000), '../../etc', 'nobody']) {
        ana.say('callUser', { userToCall, signalData: OFFER, from: ana.id, name: 'Ana' });
        await ana.hears(['callFailed', { reason: 'unavailable' }]);
      }
      const expectBusy = async (): Promise<void> => {
        for (const busy of [ana, ben]) {
          cleo.call(busy);
          await cleo.hears(['callFailed', { reason: 'busy' }]);
        }
      };
      await ring(ana, ben);
      await expectBusy();
      ben.say('answerCall', { signal: ANSWER, to: ana.id });
      await ana.hears(['callAccepted', ANSWER]);
      await expectBusy();
      for (const guest of [ana, ben]) await guest.hearsNothing();
      ana.say('endCall', { to: ben.id });
      await ben.hears(['callEnded']);
      await talk(cleo, ben);
    });

    test('of two who ring each other at once one is busy, and answers', async () => {
      const [ana, ben] = await three();
      ana.call(ben);
      ben.call(ana);
      const told = (guest: Guest): string[] => guest.client.events.map(({ name }) => name).sort();
      await expect
        .poll(() => [told(ana), told(ben)].sort((one, other) => one.length - other.length))
        .toEqual([[], ['callFailed', 'callUser']]);
      const [first, second] = told(ana).length === 0 ? [ana, ben] : [ben, ana];
      second.client.events.splice(0);
      // Further candidates of its own offer are dropped.
      second.call(first, candidate(1));
      await second.isRefused();
      second.say('answerCall', { signal: ANSWER, to: first.id });
      await first.hears(['callAccepted', ANSWER]);
    });

    test('nobody is who they say, and names are fit to be shown', async () => {
      const [ana, ben, cleo] = await three();
      for (const [name, shown] of [
        ['Ben', 'Ben'],
        ['  Ana \n Lee ', 'Ana Lee'],
        ['', 'Guest'],
        [undefined, 'Guest'],
        ['\u202Enimda', 'nimda'],
        ['\u202E\u200B', 'Guest'],
        ['x'.repeat(200), 'x'.repeat(64)],
      ]) {
        ana.say('callUser', { userToCall: ben.id, signalData: OFFER, from: cleo.id, name });
        await ben.hears(['callUser', { signal: OFFER, from: ana.id, name: shown }]);
        ben.say('declineCall', { to: ana.id, from: cleo.id });
        await ana.hears(['callDeclined']);
      }
      ana.say('sendMessage', { to: ben.id, message: '<b>hello</b>', from: cleo.id });
      await ben.hears(['receiveMessage', { message: '<b>hello</b>', from: ana.id }]);
      ana.say('sendMessage', { to: ben.id, message: 'x'.repeat(5000) });
      await ben.hears(['receiveMessage', { message: 'x'.repeat(4000), from: ana.id }]);
      await cleo.hearsNothing();
    });

    test('what is not meant for one, and garbage, does nothing', async () => {
      const [ana, ben, cleo] = await three();
      await talk(ana, ben);
      const to = ana.id;
      for (const packet of [
        ['answerCall', { signal: ANSWER, to }],
        ['answerCall', { signal: ANSWER }],
        ['declineCall', { to }],
        ['endCall', { to }],
        ['endCall', { to: ben.id }],
        ['endCall', { to: 'nobody' }],
        ['endCall'],
        ['endCall', to],
        ['endCall', { to: [to] }],
        ['declineCall', 7],
        ['callUser'],
        ['callUser', to],
        ['callUser', [to, OFFER]],
        ['callUser', { userToCall: to }],
        ['callUser', { signalData: OFFER }],
        ['callUser', { userToCall: { id: to }, signalData: OFFER }],
        ['callUser', { userToCall: to, signalData: OFFER, name: { first: 'Ana' } }],
        ['callUser', { userToCall: to, signalData: 'x'.repeat(70_000) }],
        ['callUser', { userToCall: cleo.id, signalData: OFFER }],
        ['callUser', { userToCall: to, signalData: Buffer.from('binary') }],
        ['sendMessage', { to }],
        ['sendMessage', { to, message: ' ' }],
        ['sendMessage', { to, message: { text: 'hello' } }],
        ['sendMessage', { to: 'nobody', message: 'hello' }],
        ['join', { meeting_id: 'abc-defg-hij' }],
        ['no such event', {}],
      ] as [string, ...unknown[]][]) {
        cleo.say(...packet);
        await cleo.isRefused();
      }
      // A party cannot act for the other side or call a third person meanwhile.
      ana.say('answerCall', { signal: ANSWER, to: ben.id });
      await ana.isRefused();
      ben.say('declineCall', { to });
      await ben.isRefused();
      ana.call(cleo);
      await ana.isRefused();
      // An event that asks for an acknowledgement gets one.
      const refused = await cleo.client.socket.timeout(5000).emitWithAck('endCall', { to });
      expect(refused).toEqual({ error: expect.any(String) });
      await cleo.isRefused();
      const done = await ana.client.socket.timeout(5000).emitWithAck('endCall', { to: ben.id });
      expect(done).toEqual({});
      await ben.hears(['callEnded']);
      for (const guest of [ana, ben, cleo]) await guest.hearsNothing();
    });

    test('who comes back is somebody new', async () => {
      const [ana, ben] = await three();
      await talk(ana, ben);
      const before = ana.id;
      ana.client.close();
      await ben.hears(['callEnded']);
      ana.client.socket.connect();
      await expect.poll(() => ana.client.named('me').length).toBe(1);
      expect(ana.client.named('me')[0]?.payload).toBe(ana.client.socket.id);
      expect(ana.client.socket.id).not.toBe(before);
      ben.call(ana);
      await ben.hears(['callFailed', { reason: 'unavailable' }]);
    });
  });
}

test('nobody answers for half a minute, and somebody is not heard of any more', async () => {
  test.slow();
  const proxy = await TcpProxy.start(() => server().port);
  try {
    const open = async (transport: Transport, origin = server().origin): Promise<Guest> => {
      const guest = await Guest.open(origin, transport);
      guests.push(guest);
      return guest;
    };
    const [ana, ben, cleo] = [
      await open('websocket'),
      await open('polling'),
      await open('polling'),
    ];
    const [dan, eve] = [await open('polling', proxy.origin), await open('websocket')];
    ana.call(ben);
    await ben.hears(['callUser', { signal: OFFER, from: ana.id, name: 'Ana' }]);
    dan.call(eve);
    await eve.hears(['callUser', { signal: OFFER, from: dan.id, name: 'Ana' }]);
    eve.say('answerCall', { signal: ANSWER, to: dan.id });
    await dan.hears(['callAccepted', ANSWER]);

    proxy.cut();
    const heard = (guest: Guest) =>
      expect.poll(() => guest.client.events.length, { timeout: 60_000, message: 'what is heard' });
    await heard(eve).toBe(1);
    await eve.hears(['callEnded']);
    await heard(ana).toBe(1);
    await ana.hears(['callFailed', { reason: 'no-answer' }]);
    await ben.hears(['callEnded']);
    ben.say('answerCall', { signal: ANSWER, to: ana.id });
    await ben.isRefused();
    for (const guest of [ana, cleo, eve]) await guest.hearsNothing();
  } finally {
    await proxy.stop();
  }
});

test('who leaves the namespace and comes back over the same transport can be called', async () => {
  const manager = new Manager(server().origin, { transports: ['websocket'], reconnection: false });
  const native = manager.socket('/');
  const ben = manager.socket('/direct-call');
  try {
    const heard: unknown[][] = [];
    ben.onAny((...event: unknown[]) => heard.push(event));
    const ana = await Guest.open(server().origin, 'websocket');
    guests.push(ana);
    await expect.poll(() => ben.connected).toBe(true);
    await expect.poll(() => heard).toEqual([['me', ben.id]]);
    ana.say('callUser', { userToCall: ben.id, signalData: OFFER });
    await expect.poll(() => heard.length).toBe(2);
    ben.disconnect();
    await ana.hears(['callEnded']);
    heard.splice(0);
    ben.connect();
    await expect.poll(() => heard.length).toBe(1);
    expect(heard).toEqual([['me', ben.id]]);
    ana.say('callUser', { userToCall: ben.id, signalData: OFFER });
    ana.say('endCall');
    const call = { signal: OFFER, from: ana.id, name: 'Guest' };
    await expect.poll(() => heard).toEqual([['me', ben.id], ['callUser', call], ['callEnded']]);
    expect(native.connected).toBe(true);
  } finally {
    ben.disconnect();
    native.disconnect();
  }
});

test('too much at once is refused, and what was there goes on', async () => {
  const guest = async (): Promise<Guest> => Guest.open(server().origin, 'websocket');
  const [ana, ben] = [await guest(), await guest()];
  guests.push(ana, ben);
  for (let sent = 0; sent < 1000; sent += 1) ana.say('sendMessage', { to: ben.id, message: 'hi' });
  await expect.poll(() => ana.client.named('error').length).toBeGreaterThan(100);
  await expect
    .poll(() => ana.client.named('error').length + ben.client.named('receiveMessage').length)
    .toBe(1000);
  expect(ana.client.named('error')[0]?.payload).toEqual({
    message: expect.stringMatching(/^too many events/),
  });
});

test('a server that stops tells nobody that their call has ended', async () => {
  const other = await Server.start({ args: ['--dialects', 'all'] });
  try {
    const ana = await Guest.open(other.origin, 'websocket');
    const ben = await Guest.open(other.origin, 'polling');
    guests.push(ana, ben);
    ana.call(ben);
    await ben.hears(['callUser', { signal: OFFER, from: ana.id, name: 'Ana' }]);
    ben.say('answerCall', { signal: ANSWER });
    await ana.hears(['callAccepted', ANSWER]);
    expect(await other.stop()).toBe(0);
    for (const { client } of [ana, ben]) {
      await expect.poll(() => client.socket.connected).toBe(false);
      expect(client.events).toEqual([]);
    }
  } finally {
    await other.dispose();
  }
});

test('turned off, there is no such namespace, and a socket id of our own protocol calls nobody', async () => {
  const other = await Server.start({ args: ['--dialects', 'none'] });
  try {
    await expect(Client.connect(`${other.origin}/direct-call`)).rejects.toThrow();
    await (await Client.connect(other.origin)).close();
  } finally {
    await other.dispose();
  }
  const native = await Client.connect(server().origin);
  await native.ok('sign_in', { name: 'Ana' });
  const ana = await Guest.open(server().origin, 'websocket');
  guests.push(ana);
  ana.say('callUser', { userToCall: native.socket.id, signalData: OFFER });
  await ana.hears(['callFailed', { reason: 'unavailable' }]);
  native.close();
});
