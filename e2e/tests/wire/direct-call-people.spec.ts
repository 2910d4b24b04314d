import { expect, test } from '@playwright/test';

import type { CallSignal, ChatMessage, Signal } from '../../../web/src/protocol/protocol.gen.ts';
import { Tab } from '../../support/calls.ts';
import { Guest } from '../../support/direct-call-guest.ts';
import { useServer } from '../../support/server.ts';

const server = useServer({
  args: ['--stranger-calls-per-minute', '1000', '--persons-per-minute', '1000'],
});

const OFFER = { type: 'offer', sdp: 'v=0\r\nm=audio 9 X 111\r\na=mid:0\r\n' };
const ANSWER = { type: 'answer', sdp: 'v=0\r\nm=audio 9 X 111\r\na=mid:0\r\n' };
const CANDIDATE = { candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ host', sdpMid: '0' };
const PAGES_CANDIDATE: Signal = {
  type: 'candidate',
  candidate: CANDIDATE.candidate,
  sdp_mid: '0',
};

let open: { close(): void }[] = [];
test.afterEach(() => {
  for (const one of open) one.close();
  open = [];
});

async function guest(): Promise<Guest> {
  const opened = await Guest.open(server().origin);
  open.push(opened.client);
  return opened;
}

async function tab(name: string): Promise<Tab> {
  const opened = await Tab.open(server().origin, { name });
  open.push(opened);
  return opened;
}

/** Signals that a page received for a call. */
function signals(of: Tab): CallSignal[] {
  return of.client.named('call_signal').map(({ payload }) => payload as CallSignal);
}

/** The call that rings at a page. */
async function ringing(at: Tab): Promise<string> {
  const rings = () =>
    at.client
      .named('call_changed')
      .map(({ payload }) => payload.call)
      .find(({ state }) => state === 'ringing')?.id;
  await expect.poll(rings).toBeTruthy();
  return rings() ?? '';
}

test('a guest calls a person, they answer, and either hangs up', async () => {
  for (const ends of ['guest', 'person']) {
    const [gus, ben] = [await guest(), await tab('Ben')];
    gus.call(ben, OFFER, 'Gus');
    const call = await ringing(ben);
    expect(ben.told(call)[0]?.call.caller).toEqual({ id: gus.id, name: 'Gus' });
    await expect.poll(() => signals(ben).length).toBe(1);
    const [{ transport_id, signal }] = signals(ben) as [CallSignal];
    expect(signal).toEqual(OFFER);

    const { room } = await ben.answer(call);
    await ben.client.ok('call_signal', { call_id: call, transport_id, signal: ANSWER });
    await ben.client.ok('call_signal', { call_id: call, transport_id, signal: PAGES_CANDIDATE });
    await gus.hears(['callAccepted', ANSWER], ['callAccepted', { candidate: CANDIDATE }]);
    gus.call(ben, { type: 'candidate', candidate: CANDIDATE }, 'Gus');
    await expect.poll(() => signals(ben).at(-1)?.signal).toEqual(PAGES_CANDIDATE);
    // Steps that only guests know reach nobody.
    gus.call(ben, { renegotiate: true }, 'Gus');

    const joined = await ben.join(room);
    await expect
      .poll(() => {
        const here = joined.room.participants;
        const later = ben.client.named('participant_joined').map(({ payload }) => payload);
        return JSON.stringify([here, later]);
      })
      .toContain(`"id":"${room.other_participant_id}","name":"Gus"`);
    if (ends === 'guest') gus.say('endCall', { to: ben.id });
    else await ben.hangUp(call);
    await ben.expectState(call, 'hung_up');
    if (ends === 'guest') await gus.hearsNothing();
    else await gus.hears(['callEnded']);
    expect((await ben.history())[0]).toMatchObject({ caller: { name: 'Gus' }, end: 'hung_up' });
  }
});

test('a person calls a guest, who hears one offer with all candidates, and answers', async () => {
  const [gus, ben] = [await guest(), await tab('Ben')];
  const { call, room } = await ben.call(gus.id);
  const transport_id = 'transport-of-ben';
  await ben.client.ok('call_signal', { call_id: call.id, transport_id, signal: OFFER });
  await ben.client.ok('call_signal', { call_id: call.id, transport_id, signal: PAGES_CANDIDATE });
  const signal = { type: 'offer', sdp: `${OFFER.sdp}a=${CANDIDATE.candidate}\r\n` };
  await gus.hears(['callUser', { signal, from: ben.id, name: 'Ben' }]);
  gus.say('answerCall', { signal: ANSWER, to: ben.id });
  await ben.expectState(call.id, 'connecting');
  await expect.poll(() => signals(ben).at(-1)).toMatchObject({ transport_id, signal: ANSWER });
  const joined = await ben.join(room);
  await expect
    .poll(() =>
      JSON.stringify([
        joined.room.participants,
        ben.client.named('participant_joined').map(({ payload }) => payload),
      ]),
    )
    .toContain(`"id":"${room.other_participant_id}"`);
  gus.client.close();
  await ben.expectState(call.id, 'hung_up');
});

test('a guest that sends whole descriptions gets one', async () => {
  const [gus, ben] = [await guest(), await tab('Ben')];
  const whole = { type: 'offer', sdp: `${OFFER.sdp}a=${CANDIDATE.candidate}\r\n` };
  gus.call(ben, whole, 'Gus');
  const call = await ringing(ben);
  await expect.poll(() => signals(ben).at(-1)?.signal).toEqual(whole);
  const transport_id = signals(ben)[0]?.transport_id;
  await ben.answer(call);
  await ben.client.ok('call_signal', { call_id: call, transport_id, signal: ANSWER });
  await ben.client.ok('call_signal', { call_id: call, transport_id, signal: PAGES_CANDIDATE });
  await gus.hears(['callAccepted', { ...ANSWER, sdp: whole.sdp }]);
});

test('in a call they write to each other, and a third is read under their name', async () => {
  const [gus, ben, cleo] = [await guest(), await tab('Ben'), await tab('Cleo')];
  const write = (message: string) => gus.say('sendMessage', { to: ben.id, message, from: 'x' });
  write('nobody reads it');
  await gus.isRefused();
  gus.call(ben, OFFER, 'Gus');
  const call = await ringing(ben);
  write('not yet');
  await gus.isRefused();
  const { room } = await ben.answer(call);
  await ben.client.ok('call_signal', {
    call_id: call,
    transport_id: signals(ben)[0]?.transport_id,
    signal: ANSWER,
  });
  await gus.hears(['callAccepted', ANSWER]);
  await ben.join(room);

  write('hello <b>');
  const read = (by: Tab) => by.client.named('chat_message').map(({ payload }) => payload.message);
  await expect
    .poll(() => read(ben))
    .toEqual([expect.objectContaining({ from_name: 'Gus', text: 'hello <b>' })]);
  const say = (by: Tab, text: string) =>
    by.client.ok<ChatMessage>('send_chat', { client_id: 'c1', text });
  const { id } = await say(ben, 'hello Gus');
  await gus.hears(['receiveMessage', { message: 'hello Gus', from: ben.id }]);
  await ben.client.ok('edit_chat', { id, text: 'changed' });

  const { call: second } = await ben.call(cleo.id, { into: call });
  await cleo.join((await cleo.answer(second.id)).room);
  await say(cleo, 'hello both');
  await gus.hears(['receiveMessage', { message: 'Cleo: hello both', from: ben.id }]);
  write('hello Cleo');
  await expect.poll(() => read(cleo).map(({ text }) => text)).toContain('hello Cleo');
  await gus.hearsNothing();
});

test('each way a call between the two fails is told to both as they know it', async () => {
  const [gus, ada, ben, cleo] = [await guest(), await guest(), await tab('Ben'), await tab('Cleo')];
  await test.step('the person declines', async () => {
    gus.call(ben, OFFER);
    await ben.client.ok('decline_call', { call_id: await ringing(ben) });
    await gus.hears(['callDeclined']);
  });
  await test.step('the guest declines', async () => {
    const { call } = await cleo.call(gus.id);
    await cleo.client.ok('call_signal', { call_id: call.id, transport_id: 't', signal: OFFER });
    await gus.hears(['callUser', expect.objectContaining({ from: cleo.id, name: 'Cleo' })]);
    gus.say('declineCall', { to: cleo.id });
    await cleo.expectState(call.id, 'declined');
  });
  await test.step('the caller gives up', async () => {
    const { call } = await cleo.call(gus.id);
    await cleo.client.ok('call_signal', { call_id: call.id, transport_id: 't', signal: OFFER });
    await gus.hears(['callUser', expect.objectContaining({ from: cleo.id })]);
    await cleo.hangUp(call.id);
    await gus.hears(['callEnded']);
  });
  await test.step('the guest is in a call with another guest', async () => {
    gus.call(ada, OFFER);
    await ada.hears(['callUser', expect.objectContaining({ from: gus.id })]);
    ada.say('answerCall', { signal: ANSWER, to: gus.id });
    await gus.hears(['callAccepted', ANSWER]);
    const { call } = await cleo.call(gus.id);
    await cleo.expectState(call.id, 'busy');
    gus.call(ben, OFFER);
    await gus.isRefused();
    gus.say('endCall', { to: ada.id });
    await ada.hears(['callEnded']);
  });
  await test.step('the guest, and the person, are in a call with each other', async () => {
    const { call } = await cleo.call(gus.id);
    await cleo.client.ok('call_signal', { call_id: call.id, transport_id: 't', signal: OFFER });
    await gus.hears(['callUser', expect.objectContaining({ from: cleo.id })]);
    gus.say('answerCall', { signal: ANSWER, to: cleo.id });
    await cleo.expectState(call.id, 'connecting');
    ada.call(gus, OFFER);
    await ada.hears(['callFailed', { reason: 'busy' }]);
    ada.call(cleo, OFFER);
    await ada.hears(['callFailed', { reason: 'busy' }]);
    await cleo.hangUp(call.id);
    await gus.hears(['callEnded']);
  });
  await test.step('an unknown id sounds like one that may not be called', async () => {
    await ben.client.ok('set_profile', { who_may_call: 'nobody' });
    for (const id of ['zuzu-zuzu-zuzu', ben.id]) {
      gus.call({ id }, OFFER);
      await gus.hears(['callFailed', { reason: 'unavailable' }]);
    }
  });
});
