import { expect, test } from '@playwright/test';

import type { ChatMessage, ChatPage } from '../../../web/src/protocol/protocol.gen.ts';
import { useServer } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';

const server = useServer();

async function join(meeting: string, name: string): Promise<{ client: Client; id: string }> {
  const client = await Client.connect(server().origin);
  const joined = await client.join(meeting, name);
  return { client, id: joined.participant_id };
}

async function history(client: Client, before?: number): Promise<ChatPage> {
  return client.ok<ChatPage>('chat_history', before === undefined ? {} : { before });
}

const texts = (messages: ChatMessage[]): (string | undefined)[] => messages.map(({ text }) => text);

test('a message is kept once however often it is sent, and told once', async () => {
  const { id } = await server().createMeeting();
  const ana = await join(id, 'Ana');
  const ben = await join(id, 'Ben');
  const message = { client_id: 'one', text: '<b>hello</b> & goodbye' };
  const first = await ana.client.ok<ChatMessage>('send_chat', message);
  const again = await ana.client.ok<ChatMessage>('send_chat', message);
  expect(again).toEqual(first);
  expect(first).toMatchObject({ id: 1, from: ana.id, from_name: 'Ana', text: message.text });
  await ana.client.ok('send_chat', { client_id: 'two', text: 'and another' });
  await expect.poll(() => ben.client.named('chat_message').length).toBe(2);
  expect(texts((await history(ben.client)).messages)).toEqual([message.text, 'and another']);
  for (const { client } of [ana, ben]) client.close();
});

test('the sender is who the connection is, whatever it says', async () => {
  const { id } = await server().createMeeting();
  const ana = await join(id, 'Ana');
  const forged = { client_id: 'x', text: 'hi', from: 'aaaaaaaaaaaaaaaa' };
  const reply = await ana.client.request('send_chat', forged);
  expect(reply).toMatchObject({ error: { code: 'invalid_payload' } });
  ana.client.close();
});

test('a private message reaches two, and only they find it later', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben, cleo] = [await join(id, 'Ana'), await join(id, 'Ben'), await join(id, 'Cleo')];
  await ana.client.ok('send_chat', { client_id: 'p', text: 'for Ben', to: ben.id });
  await ana.client.ok('send_chat', { client_id: 'e', text: 'for all' });
  await expect.poll(() => cleo.client.named('chat_message').length).toBe(1);
  await expect.poll(() => ben.client.named('chat_message').length).toBe(2);
  expect(texts((await history(ben.client)).messages)).toEqual(['for Ben', 'for all']);
  expect(texts((await history(cleo.client)).messages)).toEqual(['for all']);
  const stranger = { client_id: 'z', text: 'anybody?', to: 'zzzzzzzzzzzzzzzz' };
  expect(await ana.client.request('send_chat', stranger)).toMatchObject({
    error: { code: 'participant_not_found' },
  });
  for (const { client } of [ana, ben, cleo]) client.close();
});

test('only its sender changes or deletes a message', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben] = [await join(id, 'Ana'), await join(id, 'Ben')];
  const sent = await ana.client.ok<ChatMessage>('send_chat', { client_id: 'a', text: 'frist' });
  for (const [event, payload] of [
    ['edit_chat', { id: sent.id, text: 'mine now' }],
    ['delete_chat', { id: sent.id }],
  ] as const) {
    expect(await ben.client.request(event, payload)).toMatchObject({
      error: { code: 'message_not_found' },
    });
  }
  const edited = await ana.client.ok<ChatMessage>('edit_chat', { id: sent.id, text: 'first' });
  expect(edited).toMatchObject({ id: sent.id, text: 'first', sent_at: sent.sent_at });
  expect(edited.edited_at).toBeGreaterThanOrEqual(sent.sent_at);
  const deleted = await ana.client.ok<ChatMessage>('delete_chat', { id: sent.id });
  expect(deleted.text).toBeUndefined();
  await expect.poll(() => ben.client.named('chat_message').length).toBe(3);
  for (const { client } of [ana, ben]) client.close();
});

test('what is no message is refused, with the limit named', async () => {
  const { id } = await server().createMeeting();
  const outsider = await Client.connect(server().origin);
  expect(await outsider.request('send_chat', { client_id: 'a', text: 'hi' })).toMatchObject({
    error: { code: 'not_joined' },
  });
  expect(await outsider.request('chat_history', {})).toMatchObject({
    error: { code: 'not_joined' },
  });
  outsider.close();
  const { client } = await join(id, 'Ana');
  expect(
    await client.request('send_chat', { client_id: 'a', text: 'x'.repeat(4001) }),
  ).toMatchObject({ error: { code: 'invalid_payload', message: expect.stringContaining('4000') } });
  await client.ok('send_chat', { client_id: 'b', text: '😀'.repeat(4000) });
  for (const text of ['', ' \n ']) {
    expect(await client.request('send_chat', { client_id: 'c', text })).toMatchObject({
      error: { code: 'invalid_payload' },
    });
  }
  client.close();
});

test('history comes in pages, back to the first message', async () => {
  const { id } = await server().createMeeting();
  const { client } = await join(id, 'Ana');
  for (let n = 1; n <= 120; n += 1) {
    await client.ok('send_chat', { client_id: `n${n}`, text: `message ${n}` });
  }
  const pages = [await history(client)];
  while (pages[0]?.has_more) pages.unshift(await history(client, pages[0].messages[0]?.id));
  expect(pages.map(({ messages }) => messages.length)).toEqual([20, 50, 50]);
  const all = pages.flatMap(({ messages }) => texts(messages));
  expect(all).toEqual(Array.from({ length: 120 }, (_, n) => `message ${n + 1}`));
  client.close();
});

test('what was acknowledged survives a kill -9', async () => {
  const { id } = await server().createMeeting();
  const { client } = await join(id, 'Ana');
  const acknowledged: number[] = [];
  for (let n = 0; n < 100; n += 1) {
    client.request<ChatMessage>('send_chat', { client_id: `k${n}`, text: `${n}` }).then(
      (reply) => {
        if ('ok' in reply) acknowledged.push(reply.ok.id);
      },
      () => {},
    );
  }
  await expect.poll(() => acknowledged.length).toBeGreaterThan(10);
  await server().kill();
  const before = [...acknowledged];
  client.close();
  await server().restart();
  const again = await join(id, 'Ana');
  const kept = new Set<number>();
  let page = await history(again.client);
  for (;;) {
    for (const message of page.messages) kept.add(message.id);
    if (!page.has_more) break;
    page = await history(again.client, page.messages[0]?.id);
  }
  expect(before.filter((message) => !kept.has(message))).toEqual([]);
  again.client.close();
});

test('what was acknowledged survives a kill -9 among many writers, each message once', async () => {
  const meetings = [await server().createMeeting(), await server().createMeeting()];
  for (let kill = 0; kill < 3; kill++) {
    const acknowledged = meetings.map(() => new Map<string, number>());
    const writers = meetings.flatMap(({ id }, room) =>
      Array.from({ length: 4 }, async (_, writer) => {
        const { client } = await join(id, `Writer ${writer}`);
        for (let n = 0; ; n++) {
          const client_id = `${kill}-${writer}-${n}`;
          const ack = client.request<ChatMessage>('send_chat', { client_id, text: client_id });
          // The kill ends the connection, and with it the request: that one was not acknowledged.
          const lost = new Promise<null>((done) =>
            client.socket.once('disconnect', () => done(null)),
          );
          const answered = await Promise.race([ack.catch(() => null), lost]);
          client.socket.off('disconnect');
          if (!answered || !('ok' in answered)) return client.close();
          acknowledged[room]?.set(client_id, answered.ok.id);
        }
      }),
    );
    await expect.poll(() => Math.min(...acknowledged.map(({ size }) => size))).toBeGreaterThan(20);
    await server().kill();
    await Promise.all(writers);
    await server().restart();
    for (const [room, { id }] of meetings.entries()) {
      const { client } = await join(id, 'Reader');
      const kept: ChatMessage[] = [];
      for (let before: number | undefined; ; before = kept[0]?.id) {
        const page = await history(client, before);
        kept.unshift(...page.messages);
        if (page.messages.length === 0 || kept[0]?.id === 1) break;
      }
      const ids = kept.map((message) => message.id);
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
      const said = kept.map(({ text }) => text);
      expect(said).toEqual([...new Set(said)]);
      for (const [text, number] of acknowledged[room] ?? []) {
        expect(kept.find((message) => message.id === number)).toMatchObject({ text });
      }
      client.close();
    }
  }
});

test('a reaction and a raised hand are shown to all', async () => {
  const { id } = await server().createMeeting();
  const [ana, ben] = [await join(id, 'Ana'), await join(id, 'Ben')];
  await ana.client.ok('react', { reaction: '🎉' });
  await expect.poll(() => ben.client.named('reaction').length).toBe(1);
  expect(ben.client.named('reaction')[0]?.payload).toMatchObject({ from: ana.id, reaction: '🎉' });
  expect(await ana.client.request('react', { reaction: '<img>' })).toMatchObject({
    error: { code: 'invalid_payload' },
  });
  await ana.client.ok('raise_hand', { raised: true });
  await expect
    .poll(() => ben.client.named('participant_changed').at(-1)?.payload.participant.hand_raised_at)
    .toBeGreaterThan(0);
  for (const { client } of [ana, ben]) client.close();
});
