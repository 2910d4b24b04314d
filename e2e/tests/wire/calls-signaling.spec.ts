import { expect, test } from '@playwright/test';

import type {
  CallChanged,
  CallPage,
  PersonId,
  SignedIn,
} from '../../../web/src/protocol/protocol.gen.ts';
import { Tab } from '../../support/calls.ts';
import { useServer } from '../../support/server.ts';
import { Client, SILENT } from '../../support/signaling.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});
const NOBODY = 'zuzu-zuzu-zuzu';
let tabs: Tab[] = [];

test.afterEach(() => {
  for (const tab of tabs) tab.close();
  tabs = [];
});

async function open(name: string, token?: string): Promise<Tab> {
  const tab = await Tab.open(server().origin, token ? { token } : { name });
  tabs.push(tab);
  return tab;
}

/** Signs the same person in again, for the server's current state. */
async function openAgain(tab: Tab): Promise<Tab> {
  return open('', tab.token);
}

/** Connects two people in a call. */
async function inCall(one: Tab, other: Tab): Promise<string> {
  const { call } = await one.call(other.id);
  await other.answer(call.id);
  await one.client.ok('call_connected', { call_id: call.id });
  for (const tab of [one, other]) await tab.expectState(call.id, 'in_call');
  return call.id;
}

/** Lets two people have a call and end it. */
async function acquaint(one: Tab, other: Tab): Promise<void> {
  const call = await inCall(one, other);
  await one.hangUp(call);
  await other.expectState(call, 'hung_up');
}

test('whoever comes gets an id to say aloud, and keeps it by their token', async () => {
  const ana = await open('Ana');
  expect(ana.id).toMatch(/^([bdfgjklmnprstvz][aeiou]){2}(-([bdfgjklmnprstvz][aeiou]){2}){2}$/);
  expect(ana.signedIn).toMatchObject({
    person: { name: 'Ana' },
    who_may_call: 'anybody',
    blocked: [],
    contacts: [],
    missed: 0,
    unread: [],
  });
  expect(ana.signedIn.ice.servers.length).toBeGreaterThan(0);
  expect((await ana.client.error('sign_in', {})).code).toBe('wrong_state');

  const renamed = await Tab.open(server().origin, { token: ana.token, name: 'Anna' });
  tabs.push(renamed);
  expect(renamed.signedIn.person).toEqual({ id: ana.id, name: 'Anna' });
  await renamed.client.ok('set_profile', { name: 'Anne', who_may_call: 'known' });
  expect((await openAgain(ana)).signedIn).toMatchObject({
    person: { id: ana.id, name: 'Anne' },
    who_may_call: 'known',
  });

  const client = await Client.connect(server().origin);
  expect((await client.error('sign_in', { name: ' ' })).code).toBe('invalid_payload');
  const forged = [NOBODY, ...ana.token.split('.').slice(1)].join('.');
  for (const token of ['', 'x', forged, `${ana.token}x`]) {
    expect((await client.error('sign_in', { token })).code, token).toBe('invalid_token');
  }
  for (const [request, payload] of [
    ['call', { to: ana.id, video: true }],
    ['set_away', { away: true }],
    ['myself', {}],
    ['block', { person_id: ana.id }],
    ['call_history', {}],
    ['send_direct', { to: ana.id, client_id: 'a', text: 'hi' }],
  ] as const) {
    expect((await client.error(request, payload)).code, request).toBe('not_signed_in');
  }
  // Without a name, the id serves as the name.
  const { person } = await client.ok<SignedIn>('sign_in', {});
  expect(person.name).toBe(person.id);
  expect((await client.error('call', { to: person.id, video: true })).code).toBe('own_id');
  client.close();
});

test('all tabs ring and one answers; tickets lead into the room, and nothing else does', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  const another = await openAgain(ben);
  const elsewhere = await openAgain(ana);
  const candidate = (text: string) => ({
    transport_id: 't1',
    signal: { type: 'candidate', candidate: text },
  });
  // The id in the spelling of a person.
  const { call, room } = await ana.call(ben.id.toUpperCase().replaceAll('-', ' '));
  await ana.client.ok('call_signal', { call_id: call.id, ...candidate('while it rings') });
  for (const tab of [ben, another]) {
    await tab.expectState(call.id, 'ringing');
    expect(tab.told(call.id).at(-1)).toMatchObject({
      here: false,
      call: { caller: { id: ana.id, name: 'Ana' }, video: true },
    });
    await expect.poll(() => tab.client.named('call_signal').length).toBe(1);
  }
  await elsewhere.expectState(call.id, 'ringing');
  const early = { call_id: call.id, ...candidate('too early') };
  expect((await ben.client.error('call_signal', early)).code).toBe('wrong_state');

  // A tab opened now rings as well and gets the earlier signals.
  const late = await openAgain(ben);
  await late.expectState(call.id, 'ringing');
  await expect.poll(() => late.client.named('call_signal').length).toBe(1);

  const answered = await another.answer(call.id);
  for (const tab of [ben, another, late, ana, elsewhere]) {
    await tab.expectState(call.id, 'connecting');
    expect(tab.told(call.id).at(-1)?.here).toBe(tab === another || tab === ana);
    expect(tab.told(call.id).at(-1)?.call.callee).toEqual({ id: ben.id, name: 'Ben' });
  }
  const twice = { call_id: call.id };
  expect((await late.client.error('answer_call', twice)).code).toBe('wrong_state');
  await another.client.ok('call_signal', { call_id: call.id, ...candidate('from Ben') });
  await expect.poll(() => ana.client.named('call_signal').length).toBe(1);
  expect(ana.client.named('call_signal')[0]?.payload.signal.candidate).toBe('from Ben');
  expect((await ben.client.error('call_signal', early)).code).toBe('wrong_state');

  // A call's room works like a meeting's for holders of a ticket.
  expect(answered.room).toMatchObject({
    meeting_id: room.meeting_id,
    participant_id: room.other_participant_id,
    other_participant_id: room.participant_id,
  });
  expect((await ana.join(room)).participant_id).toBe(room.participant_id);
  const joined = await another.join(answered.room);
  expect(joined.room.participants.map(({ id, name }) => [id, name])).toEqual([
    [room.participant_id, 'Ana'],
    [room.other_participant_id, 'Ben'],
  ]);
  expect(joined.room.started_at).toBe(call.called_at);
  const join = { meeting_id: room.meeting_id, name: 'Cleo', media: SILENT };
  expect((await cleo.client.error('join', join)).code).toBe('meeting_not_found');
  const other = await server().createMeeting();
  const elsewhereTicket = { ...join, meeting_id: other.id, token: room.ticket };
  expect((await cleo.client.error('join', elsewhereTicket)).code).toBe('invalid_token');
  const found = await fetch(`${server().origin}/api/v1/meetings/${room.meeting_id}`);
  expect(found.status).toBe(404);
  // A page in a room stays signed in and gets fresh ICE credentials.
  await another.client.ok('leave', {});
  await another.client.ok('ice_servers', {});
  for (const tab of [cleo]) expect(tab.client.named('call_changed')).toEqual([]);
});

test('a call that is not answered ends for its two, each way', async () => {
  const cleo = await open('Cleo');
  const unanswered = [await open('Ana'), await open('Ben')] as const;
  const { call: long } = await unanswered[0].call(unanswered[1].id);

  const [ana, ben] = [await open('Ana'), await open('Ben')];
  const declined = (await ana.call(ben.id)).call.id;
  await ben.expectState(declined, 'ringing');
  expect((await ana.client.error('decline_call', { call_id: declined })).code).toBe('wrong_state');
  expect((await cleo.client.error('decline_call', { call_id: declined })).code).toBe(
    'call_not_found',
  );
  await ben.client.ok('decline_call', { call_id: declined });
  for (const tab of [ana, ben]) await tab.expectState(declined, 'declined');

  const cancelled = (await ana.call(ben.id)).call.id;
  await ben.expectState(cancelled, 'ringing');
  expect((await ben.client.error('hang_up', { call_id: cancelled })).code).toBe('wrong_state');
  await ana.hangUp(cancelled);
  for (const tab of [ana, ben]) await tab.expectState(cancelled, 'cancelled');
  expect((await ben.client.error('answer_call', { call_id: cancelled })).code).toBe(
    'call_not_found',
  );

  // A caller who closes the page soon counts as having given up.
  const gone = (await ana.call(ben.id)).call.id;
  await ben.expectState(gone, 'ringing');
  ana.close();
  await ben.expectState(gone, 'cancelled');

  await expect
    .poll(() => unanswered.map((tab) => tab.state(long.id)), { timeout: 40_000 })
    .toEqual(['no_answer', 'no_answer']);
  const [call] = await unanswered[1].history();
  if (call?.state !== 'ended') throw new Error('not ended');
  expect(call.ended_at - call.called_at).toBeGreaterThanOrEqual(30_000);
  expect(call.ended_at - call.called_at).toBeLessThan(40_000);
  expect(cleo.client.named('call_changed'), 'nobody else is told').toEqual([]);
});

test('a call that was answered ends for its two, each way, and for nobody else', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  for (const by of [ana, ben]) {
    const call = await inCall(ana, ben);
    for (const [request, code] of [
      ['hang_up', 'call_not_found'],
      ['call_failed', 'call_not_found'],
      ['resume_call', 'call_not_found'],
    ] as const) {
      expect((await cleo.client.error(request, { call_id: call })).code, request).toBe(code);
    }
    await by.hangUp(call);
    for (const tab of [ana, ben]) await tab.expectState(call, 'hung_up');
    // A hang-up at the same moment is acknowledged without an error.
    await ana.hangUp(call);
    expect((await cleo.client.error('hang_up', { call_id: call })).code).toBe('call_not_found');
  }
  const { call } = await ana.call(ben.id);
  expect((await ana.client.error('call_failed', { call_id: call.id })).code).toBe('wrong_state');
  await ben.answer(call.id);
  await ben.client.ok('call_failed', { call_id: call.id });
  for (const tab of [ana, ben]) await tab.expectState(call.id, 'failed');
  expect(cleo.client.events.map(({ name }) => name)).toEqual([]);
});

test('two who call each other at once are connected, by one call', async () => {
  const [ana, ben] = [await open('Ana'), await open('Ben')];
  const [one, other] = await Promise.all([ana.call(ben.id), ben.call(ana.id)]);
  expect(one.call.id).toBe(other.call.id);
  for (const tab of [ana, ben]) {
    await tab.expectState(one.call.id, 'connecting');
    expect(tab.told(one.call.id).at(-1)?.here).toBe(true);
    expect(await tab.history()).toEqual([]);
  }
  expect(one.room.meeting_id).toBe(other.room.meeting_id);
  expect(one.room.participant_id).toBe(other.room.other_participant_id);
  await ana.join(one.room);
  expect((await ben.join(other.room)).room.participants).toHaveLength(2);
  await ana.hangUp(one.call.id);
  expect(await ben.history()).toHaveLength(1);
});

test('who is in a call is busy, and finds the call among those missed', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  const call = await inCall(ana, ben);
  const { call: missed } = await cleo.call(ben.id);
  await cleo.expectState(missed.id, 'busy');
  const later = await openAgain(ben);
  await expect.poll(() => ben.client.named('myself_changed').length).toBe(2);
  expect(await ben.client.ok('myself', {})).toMatchObject({
    missed: 1,
    contacts: [{ party: { id: ana.id }, availability: 'in_call' }],
  });
  expect(ben.told(missed.id), 'it does not disturb').toEqual([]);
  expect((await ben.client.error('call', { to: cleo.id, video: true })).code).toBe('in_call');
  // A caller whose call is ringing counts as busy.
  const dan = await open('Dan');
  const { call: rings } = await cleo.call(dan.id);
  const { call: crossing } = await open('Eve').then((eve) => eve.call(cleo.id));
  expect(crossing).toMatchObject({ state: 'ended', end: 'busy' });
  await cleo.hangUp(rings.id);
  await ana.hangUp(call);
  const again = await openAgain(ben);
  expect(again.signedIn.missed).toBe(1);
  const [newest] = await again.history();
  expect(newest).toMatchObject({ id: missed.id, caller: { name: 'Cleo' }, end: 'busy' });
  const told = later.client.named('myself_changed').length;
  await again.client.ok('clear_missed', {});
  await expect.poll(() => later.client.named('myself_changed').length).toBe(told + 1);
  expect(again.client.named('myself_changed'), 'who did it knows').toEqual([]);
  expect(await later.client.ok('myself', {})).toMatchObject({ missed: 0 });
  expect((await openAgain(ben)).signedIn.missed).toBe(0);
});

/** Everything a caller learns about a call, with ids and times normalised. */
function asTold(tab: Tab, to: PersonId): unknown[] {
  return tab.client.events.map(({ name, payload }) => {
    const { call, ...rest } = payload as CallChanged;
    const { id, caller, callee, called_at, ...state } = call;
    expect(callee, 'their name is not theirs to know').toEqual({ id: to, name: to });
    if (state.state === 'ended') state.ended_at = 0;
    // ICE credentials differ by caller.
    const servers = rest.ice?.servers.map(({ urls }) => urls);
    return { name, rest: { ...rest, ice: servers }, state };
  });
}

test('a stranger cannot tell why somebody is not reached, nor whether they exist', async () => {
  const offline = await open('Off');
  offline.close();
  const wantsNobody = await open('Shy');
  await wantsNobody.client.ok('set_profile', { who_may_call: 'nobody' });
  const wantsKnown = await open('Choosy');
  await wantsKnown.client.ok('set_profile', { who_may_call: 'known' });
  const blocks = await open('Blocks');
  const callers = await Promise.all(['Ana', 'Ben', 'Cleo', 'Dan', 'Eve'].map((name) => open(name)));
  await blocks.client.ok('block', { person_id: callers[3]?.id });
  const ids = [offline.id, wantsNobody.id, wantsKnown.id, blocks.id, NOBODY];
  const called = await Promise.all(callers.map((caller, index) => caller.call(ids[index] ?? '')));
  for (const [index, { call }] of called.entries()) {
    expect(call.state, 'it seems to ring').toBe('ringing');
    await callers[index]?.expectState(call.id, 'unavailable');
  }
  const told = callers.map((caller, index) => asTold(caller, ids[index] ?? ''));
  for (const other of told) expect(other).toEqual(told[0]);
  const waited = called.map(({ call }, index) => {
    const last = callers[index]?.told(call.id).at(-1)?.call;
    return last?.state === 'ended' ? last.ended_at - last.called_at : 0;
  });
  expect(Math.max(...waited) - Math.min(...waited), 'as long').toBeLessThan(2_000);
  // Messages reveal only whether the server accepts them.
  const errors = await Promise.all(
    [1, 2, 3, 4].map((index) =>
      callers[index]?.client.error('send_direct', { to: ids[index], client_id: 'a', text: 'hi' }),
    ),
  );
  for (const error of errors) expect(error).toEqual(errors[0]);
  expect(errors[0]?.code).toBe('unavailable');
  // Blocking reveals nothing about an id either.
  const blocked = await callers[0]?.client.ok('block', { person_id: wantsNobody.id });
  expect(blocked).toEqual({ id: wantsNobody.id, name: wantsNobody.id });

  // People who refused it have no trace of it; the one who was away finds it.
  for (const tab of [wantsNobody, wantsKnown, blocks]) {
    expect(tab.client.events).toEqual([]);
    expect(await tab.history()).toEqual([]);
    const again = await openAgain(tab);
    expect(again.signedIn).toMatchObject({ missed: 0, unread: [], contacts: [] });
  }
  const back = await openAgain(offline);
  expect(back.signedIn.missed).toBe(1);
  expect(await back.history()).toMatchObject([{ end: 'unavailable', caller: { name: 'Ana' } }]);
});

test('where one is is told to those one has talked with, until they are blocked', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  const call = await inCall(ana, ben);
  await expect.poll(() => ana.availability(ben.id)).toBe('in_call');
  await ana.hangUp(call);
  await expect.poll(() => ana.availability(ben.id)).toBe('online');
  await ben.client.ok('set_away', { away: true });
  await expect.poll(() => ana.availability(ben.id)).toBe('away');
  const second = await openAgain(ben);
  await expect.poll(() => ana.availability(ben.id)).toBe('online');
  const back = await openAgain(ana);
  expect(back.signedIn.contacts).toMatchObject([
    { party: { id: ben.id, name: 'Ben' }, availability: 'online' },
  ]);
  expect(back.signedIn.contacts[0]?.last_call_at).toBeGreaterThan(0);
  for (const tab of [ben, second]) tab.close();
  await expect.poll(() => ana.availability(ben.id)).toBe('offline');
  // A call to a contact who is away ends as unavailable at once.
  expect((await ana.call(ben.id)).call).toMatchObject({
    callee: { name: 'Ben' },
    state: 'ended',
    end: 'unavailable',
  });

  const third = await openAgain(ben);
  await expect.poll(() => ana.availability(ben.id)).toBe('online');
  expect(await third.client.ok('block', { person_id: ana.id })).toEqual({
    id: ana.id,
    name: 'Ana',
  });
  await expect.poll(() => ana.availability(ben.id)).toBe('offline');
  expect((await openAgain(ana)).signedIn.contacts[0]?.availability).toBe('offline');
  expect((await ana.call(ben.id)).call).toMatchObject({ state: 'ended', end: 'unavailable' });
  expect((await openAgain(ben)).signedIn).toMatchObject({
    blocked: [{ id: ana.id, name: 'Ana' }],
    missed: 1,
  });
  await third.client.ok('unblock', { person_id: ana.id });
  await expect.poll(() => ana.availability(ben.id)).toBe('online');
  expect(cleo.client.events, 'Cleo has talked with nobody').toEqual([]);
});

test('only those who may call ring', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  await acquaint(ana, ben);
  const ends: string[] = [];
  for (const who of ['known', 'nobody', 'anybody'] as const) {
    await ben.client.ok('set_profile', { who_may_call: who });
    for (const caller of [ana, cleo]) {
      const { call } = await caller.call(ben.id);
      // Earlier events arrive before this acknowledgement.
      await ben.client.ok('set_away', { away: false });
      const rings = ben.state(call.id) === 'ringing';
      ends.push(`${who} ${caller.signedIn.person.name} ${rings}`);
      await caller.hangUp(call.id);
    }
  }
  expect(ends).toEqual([
    'known Ana true',
    'known Cleo false',
    'nobody Ana false',
    'nobody Cleo false',
    'anybody Ana true',
    'anybody Cleo true',
  ]);
});

test('a message to somebody who is not there is read when they are back', async () => {
  const ana = await open('Ana');
  let ben = await open('Ben');
  ben.close();
  const messages = [];
  for (const [client_id, text] of [
    ['1', '<b>hello</b>'],
    ['2', 'are you there?'],
  ]) {
    messages.push(await ana.client.ok('send_direct', { to: ben.id, client_id, text }));
  }
  const again = { to: ben.id, client_id: '2', text: 'are you there?' };
  expect(await ana.client.ok('send_direct', again)).toEqual(messages[1]);

  ben = await openAgain(ben);
  const other = await openAgain(ben);
  expect(ben.signedIn.unread).toEqual([{ party: { id: ana.id, name: 'Ana' }, count: 2 }]);
  const page = await ben.client.ok('direct_history', { with: ana.id });
  expect(page).toEqual({ messages, has_more: false });
  expect(messages).toMatchObject([
    { id: 1, from: ana.id, text: '<b>hello</b>' },
    { id: 2, from: ana.id },
  ]);
  await ben.client.ok('mark_read', { with: ana.id, id: 2 });
  expect((await openAgain(ben)).signedIn.unread).toEqual([]);

  // New messages reach all pages of both people, and no others.
  const cleo = await open('Cleo');
  const reply = await ben.client.ok('send_direct', { to: ana.id, client_id: '1', text: 'yes' });
  for (const [tab, party] of [
    [ana, { id: ben.id, name: 'Ben' }],
    [other, { id: ana.id, name: 'Ana' }],
  ] as const) {
    await expect
      .poll(() =>
        tab.client
          .named('direct_message')
          .map(({ payload }) => payload)
          .at(-1),
      )
      .toEqual({ with: party, message: reply });
  }
  expect(cleo.client.events).toEqual([]);
  expect(await cleo.client.ok('direct_history', { with: ana.id })).toEqual({
    messages: [],
    has_more: false,
  });
  // Deletion by one keeps the other's copy; later messages start a new conversation.
  await ben.client.ok('delete_conversation', { person_id: ana.id });
  const nothing = { messages: [], has_more: false };
  expect(await ben.client.ok('direct_history', { with: ana.id })).toEqual(nothing);
  expect(await ana.client.ok('direct_history', { with: ben.id })).toMatchObject({
    messages: [{ id: 1 }, { id: 2 }, { id: 3 }],
  });
  const next = { to: ben.id, client_id: '4', text: 'still there?' };
  const anew = await ana.client.ok('send_direct', next);
  expect(await ben.client.ok('direct_history', { with: ana.id })).toEqual({
    messages: [anew],
    has_more: false,
  });
  expect((await openAgain(ben)).signedIn.unread).toMatchObject([{ count: 1 }]);
  await ben.client.ok('block', { person_id: ana.id });
  const refused = { to: ben.id, client_id: '3', text: 'hello?' };
  expect((await ana.client.error('send_direct', refused)).code).toBe('unavailable');
  expect((await ana.client.error('send_direct', { ...refused, to: ana.id })).code).toBe('own_id');
});

test('each has a history of their own, in pages, and deletes from it alone', async () => {
  const [ana, ben] = [await open('Ana'), await open('Ben')];
  const calls: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { call } = await ana.call(ben.id);
    await ben.expectState(call.id, 'ringing');
    if (n === 0)
      expect((await ana.client.error('delete_call', { call_id: call.id })).code).toBe(
        'call_not_found',
      );
    await ben.client.ok('decline_call', { call_id: call.id });
    calls.unshift(call.id);
  }
  const ids = (page: CallPage): string[] => page.calls.map(({ id }) => id);
  const first = await ben.client.ok<CallPage>('call_history', { limit: 2 });
  expect([ids(first), first.has_more]).toEqual([calls.slice(0, 2), true]);
  const { called_at, id } = first.calls[1] ?? { called_at: 0, id: '' };
  await ben.client.ok('delete_call', { call_id: id });
  const rest = await ben.client.ok<CallPage>('call_history', { before: { called_at, id } });
  expect([ids(rest), rest.has_more]).toEqual([calls.slice(2), false]);
  expect((await ben.history()).length).toBe(4);
  expect((await ana.history()).map((call) => call.id)).toEqual(calls);
  expect((await ben.client.error('delete_call', { call_id: id })).code).toBe('call_not_found');
  await ana.client.ok('delete_call', { call_id: id });
  for (const limit of [0, 101, -1]) {
    expect((await ana.client.error('call_history', { limit })).code).toBe('invalid_payload');
  }
});

test('a call outlives a kill -9, and its history is completed afterwards', async () => {
  const [ana, ben, cleo, dan] = [
    await open('Ana'),
    await open('Ben'),
    await open('Cleo'),
    await open('Dan'),
  ];
  const call = await inCall(ana, ben);
  const { call: rings } = await cleo.call(dan.id);
  await dan.expectState(rings.id, 'ringing');
  await ana.client.ok('time', {});
  await server().kill();
  for (const tab of [ana, ben, cleo, dan]) tab.close();
  await server().restart();

  const [anaBack, benBack] = [await openAgain(ana), await openAgain(ben)];
  expect(anaBack.client.named('call_changed'), 'nobody has come back to it').toEqual([]);
  const { call: resumed, room } = await anaBack.resume(call);
  if (resumed.state !== 'in_call') throw new Error(`it is ${resumed.state}`);
  await benBack.expectState(call, 'in_call');
  expect(benBack.told(call).at(-1)?.here).toBe(false);
  await benBack.resume(call);
  await expect.poll(() => benBack.told(call).at(-1)?.here).toBe(true);
  expect((await anaBack.join(room)).participant_id).toBe(room.participant_id);
  await expect.poll(() => anaBack.availability(ben.id)).toBe('in_call');

  // The other side hung up while this page was offline.
  const at = resumed.answered_at + 7;
  await benBack.hangUp(call, { at });
  await anaBack.expectState(call, 'hung_up');
  await anaBack.hangUp(call, { at });
  for (const tab of [anaBack, benBack]) {
    expect(await tab.history()).toMatchObject([
      { id: call, answered_at: resumed.answered_at, ended_at: at, end: 'hung_up' },
    ]);
  }
  // Calls that rang then no longer ring.
  const danBack = await openAgain(dan);
  expect(danBack.signedIn.missed).toBe(1);
  expect(await danBack.history()).toMatchObject([{ id: rings.id, end: 'failed' }]);
});

test('who hung up while the server was away tells it without coming back to the call', async () => {
  const [ana, ben] = [await open('Ana'), await open('Ben')];
  const call = await inCall(ana, ben);
  await server().kill();
  for (const tab of [ana, ben]) tab.close();
  await server().restart();
  const benBack = await openAgain(ben);
  const cleo = await open('Cleo');
  expect((await cleo.client.error('hang_up', { call_id: call })).code).toBe('call_not_found');
  expect((await cleo.client.error('resume_call', { call_id: call })).code).toBe('call_not_found');
  // The server ignores an impossible time.
  await benBack.hangUp(call, { at: 1 });
  await expect.poll(() => benBack.state(call)).toBe('hung_up');
  const [kept] = await benBack.history();
  if (kept?.state !== 'ended') throw new Error('not ended');
  expect(kept.ended_at).toBeGreaterThanOrEqual(kept.answered_at ?? Number.POSITIVE_INFINITY);
  expect(await (await openAgain(ana)).history()).toEqual([kept]);
});

test('a page that lost its connection comes back to its call, ringing or not', async () => {
  const [ana, ben] = [await open('Ana'), await open('Ben')];
  const { call } = await ana.call(ben.id);
  await ben.expectState(call.id, 'ringing');
  ana.client.drop();
  const back = await openAgain(ana);
  const resumed = await back.resume(call.id);
  expect(resumed).toMatchObject({ call: { id: call.id, state: 'ringing' } });
  expect((await ben.client.error('resume_call', { call_id: call.id })).code).toBe('wrong_state');
  await ben.answer(call.id);
  await back.expectState(call.id, 'connecting');
  expect(back.told(call.id).at(-1)?.here).toBe(true);
  ben.client.drop();
  const benBack = await openAgain(ben);
  await benBack.expectState(call.id, 'connecting');
  await benBack.resume(call.id);
  const signal = { type: 'candidate', candidate: 'x' };
  await back.client.ok('call_signal', { call_id: call.id, transport_id: 't', signal });
  await expect.poll(() => benBack.client.named('call_signal').length).toBe(1);
  await benBack.hangUp(call.id);
  await back.expectState(call.id, 'hung_up');
});

test('a third person is brought into the room of a call, and the call goes on', async () => {
  const [ana, ben, cleo] = [await open('Ana'), await open('Ben'), await open('Cleo')];
  const call = await inCall(ana, ben);
  const { room } = await ana.resume(call);
  const joined = await ana.join(room);
  const added = await ana.call(cleo.id, { into: call });
  expect(added.room).toMatchObject({
    meeting_id: room.meeting_id,
    participant_id: joined.participant_id,
  });
  await cleo.expectState(added.call.id, 'ringing');
  expect(cleo.told(added.call.id).at(-1)?.into).toBe(call);
  const answered = await cleo.answer(added.call.id);
  const inRoom = (await cleo.join(answered.room)).room.participants;
  expect(inRoom.map(({ id }) => id)).toEqual([joined.participant_id, answered.room.participant_id]);
  expect(answered.room.other_participant_id).toBe(joined.participant_id);
  for (const tab of [ana, ben]) expect(tab.state(call)).toBe('in_call');
  expect(ben.told(added.call.id), 'a call is told to its two alone').toEqual([]);
  // A person in the room is busy, and outsiders of the call cannot add anybody.
  const dan = await open('Dan');
  expect((await ana.call(ben.id, { into: call })).call).toMatchObject({ end: 'busy' });
  const foreign = { to: cleo.id, video: true, into: call };
  expect((await dan.client.error('call', foreign)).code).toBe('call_not_found');
  // Cleo brings Dan into the same room.
  const fourth = await cleo.call(dan.id, { into: added.call.id });
  expect(fourth.room.meeting_id).toBe(room.meeting_id);
  await cleo.hangUp(fourth.call.id);
  // One leaves; the others stay busy and may add more people.
  await ana.hangUp(call);
  await ben.expectState(call, 'hung_up');
  expect(cleo.state(added.call.id)).toBe('connecting');
  await ana.hangUp(added.call.id);
  await cleo.expectState(added.call.id, 'hung_up');
  await ana.client.ok('leave', {});
  for (const tab of [ben, cleo]) {
    expect((await ana.call(tab.id)).call).toMatchObject({ end: 'busy' });
    expect(ana.availability(tab.id)).toBe('in_call');
  }
  const another = await ben.call(dan.id, { into: call });
  expect(another.room.meeting_id).toBe(room.meeting_id);
  await ben.hangUp(another.call.id);
  await cleo.client.ok('leave', {});
  for (const tab of [ben, cleo]) await expect.poll(() => ana.availability(tab.id)).toBe('online');
});

test('who is left with a third person is so after a kill -9, and may bring in more', async () => {
  const [ana, ben, cleo, dan] = [
    await open('Ana'),
    await open('Ben'),
    await open('Cleo'),
    await open('Dan'),
  ];
  const call = await inCall(ana, ben);
  const { call: added } = await ana.call(cleo.id, { into: call });
  await cleo.answer(added.id);
  const ofBen = (await ben.resume(call)).room;
  const ofCleo = (await cleo.resume(added.id)).room;
  for (const [tab, room] of [
    [ben, ofBen],
    [cleo, ofCleo],
  ] as const) {
    await tab.join(room);
  }
  for (const id of [call, added.id]) await ana.hangUp(id);
  await cleo.expectState(added.id, 'hung_up');
  await ana.client.ok('time', {});
  await server().kill();
  for (const tab of [ana, ben, cleo, dan]) tab.close();
  await server().restart();

  const [anaBack, benBack, cleoBack] = [
    await openAgain(ana),
    await openAgain(ben),
    await openAgain(cleo),
  ];
  await benBack.join(ofBen);
  expect(anaBack.availability(ben.id), 'alone in the room').not.toBe('in_call');
  await cleoBack.join(ofCleo);
  for (const tab of [ben, cleo]) {
    await expect.poll(() => anaBack.availability(tab.id)).toBe('in_call');
    expect((await anaBack.call(tab.id)).call).toMatchObject({ end: 'busy' });
  }
  const more = await benBack.call(dan.id, { into: call });
  expect(more.room.meeting_id).toBe(ofBen.meeting_id);
  await benBack.hangUp(more.call.id);
  await cleoBack.client.ok('leave', {});
  for (const tab of [ben, cleo]) {
    await expect.poll(() => anaBack.availability(tab.id)).toBe('online');
  }
});

test('two who call each other at once are connected, though neither takes calls of strangers', async () => {
  const [ana, ben] = [await open('Ana'), await open('Ben')];
  for (const tab of [ana, ben]) await tab.client.ok('set_profile', { who_may_call: 'known' });
  const [one, other] = await Promise.all([ana.call(ben.id), ben.call(ana.id)]);
  expect(one.call.id).toBe(other.call.id);
  for (const tab of [ana, ben]) await tab.expectState(one.call.id, 'connecting');
  await ana.hangUp(one.call.id);
  for (const tab of [ana, ben]) expect(await tab.history()).toHaveLength(1);
});

test.describe('limits', () => {
  const limited = useServer({
    args: ['--stranger-calls-per-minute', '4', '--persons-per-minute', '4'],
  });

  test('strangers ring and write only so often, whomever, and acquaintances as they like', async () => {
    const origin = limited().origin;
    const [ana, ben] = [
      await Tab.open(origin, { name: 'Ana' }),
      await Tab.open(origin, { name: 'Ben' }),
    ];
    await acquaint(ana, ben);
    // The first call used one attempt. Unknown ids count like known ones.
    for (const to of [NOBODY, 'zozo-zozo-zozo']) {
      await ana.hangUp((await ana.call(to)).call.id);
    }
    await ana.client.error('send_direct', { to: NOBODY, client_id: 'a', text: 'hi' });
    for (const [request, payload] of [
      ['call', { to: 'zaza-zaza-zaza', video: false }],
      ['send_direct', { to: 'zaza-zaza-zaza', client_id: 'a', text: 'hi' }],
    ] as const) {
      const error = await ana.client.error(request, payload);
      expect(error.code).toBe('rate_limited');
      expect(error.retry_after_ms).toBeGreaterThan(0);
    }
    for (let n = 0; n < 6; n += 1) await acquaint(ben, ana);
    for (const tab of [ana, ben]) tab.close();
  });

  test('an address gets only so many ids', async () => {
    const client = await Client.connect(limited().origin);
    const codes: string[] = [];
    // Another test may have used some of the four before.
    for (let n = 0; n < 6; n += 1) {
      const other = await Client.connect(limited().origin);
      const reply = await other.request<SignedIn>('sign_in', {});
      codes.push('error' in reply ? reply.error.code : 'ok');
      other.close();
    }
    expect(codes.slice(4)).toEqual(['rate_limited', 'rate_limited']);
    client.close();
  });
});

test.describe('a full disk', () => {
  const full = useServer({ expectErrors: /cannot keep what happened to calls|does not serve/ });

  test('a call that cannot be kept does not ring, and one that goes on can be ended', async () => {
    const origin = full().origin;
    const ana = await Tab.open(origin, { name: 'Ana' });
    const ben = await Tab.open(origin, { name: 'Ben' });
    const call = await inCall(ana, ben);
    full().setDiskFull(true);
    // A running call can be ended despite the full disk.
    expect(await ana.client.ok('hang_up', { call_id: call })).toEqual({ kept: false });
    await ben.expectState(call, 'hung_up');
    expect((await ana.client.error('call', { to: ben.id, video: true })).code).toBe(
      'storage_unavailable',
    );
    // Events about the refused call would have arrived before this acknowledgement.
    await ben.client.ok('myself', {});
    const { id } = ben.client.named('call_changed').at(-1)?.payload.call ?? {};
    expect(id, 'nothing but the end of the first was told').toBe(call);
    full().setDiskFull(false);
    await expect
      .poll(async () => (await ana.history()).map((kept) => 'end' in kept && kept.end), {
        timeout: 20_000,
      })
      .toEqual(['hung_up']);
    for (const tab of [ana, ben]) tab.close();
  });
});

test('a link to call unfurls alike for an id that exists and one that does not', async () => {
  const ana = await Tab.open(server().origin, { name: 'Ana Okafor' });
  const head = async (path: string, language = 'en') => {
    const headers = { 'accept-language': language };
    const page = await (await fetch(`${server().origin}${path}`, { headers })).text();
    const content = (name: string) =>
      new RegExp(`"${name}" content="([^"]*)"`).exec(page)?.[1] ?? `no ${name}`;
    expect(page).not.toContain('Okafor');
    return {
      title: content('og:title'),
      twitter: content('twitter:title'),
      url: content('og:url'),
      description: content('og:description'),
    };
  };
  const unfurled = (id: string) => ({
    title: `Call ${id} on Convene`,
    twitter: `Call ${id} on Convene`,
    url: `${server().origin}/call/${id}`,
    description: 'Open the link and choose a voice or video call. No account, nothing to install.',
  });
  for (const id of [ana.id, 'zuzu-zuzu-zuzu']) {
    expect(await head(`/call/${id}`)).toEqual(unfurled(id));
    expect((await head(`/call/${id}`, 'de')).title).toBe(`${id} anrufen, mit Convene`);
  }
  expect((await head('/call/nobody')).title).toBe('Convene');
  ana.close();
});
