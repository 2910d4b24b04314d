import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { ChatMessage, ChatPage, SendChatRequest } from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';
import { type ChatState, initialChat } from '../stores/chat';
import { Chat, type ChatLink } from './chat';

interface Asked<T, R> {
  request: T;
  resolve(reply: R): void;
  reject(code: SignalingError['code']): void;
}

let now: ChatState;
let stored: Map<string, string>;
let sent: Asked<SendChatRequest, ChatMessage>[];
let pages: Asked<number | undefined, ChatPage>[];
let up: boolean;
let lastId: number;
let chat: Chat;

const settle = () => vi.advanceTimersByTimeAsync(0);

function ask<T, R>(list: Asked<T, R>[], request: T): Promise<R> {
  return new Promise((resolve, reject) => {
    list.push({ request, resolve, reject: (code) => reject(new SignalingError(code, code)) });
  });
}

const link: ChatLink = {
  get isUp() {
    return up;
  },
  sendChat: (request) => ask(sent, request),
  chatHistory: (before) => ask(pages, before),
  editChat: async (id, text) => message(id, 'me', { text, edited_at: 9 }),
  deleteChat: async (id) => deleted(message(id, 'me')),
};

function message(id: number, from = 'ben', change: Partial<ChatMessage> = {}): ChatMessage {
  const text = `text ${id}`;
  return { id, client_id: `c${id}`, from, from_name: from, text, sent_at: id, ...change };
}

function deleted({ text: _, ...rest }: ChatMessage): ChatMessage {
  return rest;
}

/** The server keeps the last message that was sent. */
function keep(request = sent.at(-1)?.request): ChatMessage {
  if (!request) throw new Error('nothing was sent');
  lastId += 1;
  const { client_id, text, to } = request;
  return message(lastId, 'me', { client_id, text, ...(to && { to, to_name: to }) });
}

function open(): void {
  now = { ...now };
  chat = new Chat('abc-defg-hij', link, {
    get: () => now,
    set: (change) => {
      now = { ...now, ...change };
    },
  });
}

async function join(messages: ChatMessage[] = [], has_more = false, as = 'me'): Promise<void> {
  up = true;
  chat.handleJoined(as);
  pages.at(-1)?.resolve({ messages, has_more });
  await settle();
}

async function drop(): Promise<void> {
  up = false;
  sent.at(-1)?.reject('disconnected');
  chat.handleDown();
  await settle();
}

async function resume(): Promise<void> {
  up = true;
  chat.handleResumed();
  await settle();
}

const ids = () => now.messages.map(({ id }) => id);
const states = () => now.pending.map(({ text, state }) => [text, state.kind]);
const texts = () => sent.map(({ request }) => request.text);

beforeEach(() => {
  vi.useFakeTimers();
  stored = new Map();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  now = initialChat;
  sent = [];
  pages = [];
  up = false;
  lastId = 100;
  open();
});

afterEach(() => {
  chat.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('sends one after the other, and shows each once', async () => {
  await join();
  chat.send('one', null);
  chat.send('two', { id: 'ben', name: 'Ben' });
  expect(texts()).toEqual(['one']);
  const kept = keep();
  chat.handleMessage(kept);
  sent[0]?.resolve(kept);
  await settle();
  expect(sent[1]?.request).toMatchObject({ text: 'two', to: 'ben' });
  expect(states()).toEqual([['two', 'sending']]);
  expect(now.messages).toEqual([kept]);
});

it('queues what is written offline, and sends it in order on return', async () => {
  await join();
  await drop();
  chat.send('one', null);
  chat.send('two', null);
  expect(states()).toEqual([
    ['one', 'queued'],
    ['two', 'queued'],
  ]);
  expect(sent).toEqual([]);
  await resume();
  sent[0]?.resolve(keep());
  await settle();
  sent[1]?.resolve(keep());
  await settle();
  expect(texts()).toEqual(['one', 'two']);
  expect(now.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(now.pending).toEqual([]);
  expect(stored.size).toBe(0);
});

it('sends the unacknowledged again under the same id, before what came later', async () => {
  await join();
  chat.send('one', null);
  chat.send('two', null);
  await drop();
  await resume();
  expect(texts()).toEqual(['one', 'one']);
  expect(sent[1]?.request.client_id).toBe(sent[0]?.request.client_id);
});

it('does not send again what the replay shows to have arrived', async () => {
  await join();
  chat.send('one', null);
  const kept = keep();
  await drop();
  up = true;
  chat.handleMessage(kept);
  chat.handleResumed();
  await settle();
  expect(sent).toHaveLength(1);
  expect(ids()).toEqual([kept.id]);
});

it('sends after a reload what was queued before it', async () => {
  await join();
  await drop();
  chat.send('one', { id: 'ben', name: 'Ben' });
  const before = now.pending[0]?.clientId;
  chat.close();
  now = initialChat;
  open();
  expect(states()).toEqual([['one', 'queued']]);
  await join();
  expect(sent[0]?.request).toEqual({ client_id: before, text: 'one', to: 'ben' });
});

it('knows its own message in the page, though it came back as somebody new', async () => {
  await join();
  chat.send('one', null);
  const kept = keep();
  await drop();
  await join([kept], false, 'me again');
  expect(sent).toHaveLength(1);
  expect(now.pending).toEqual([]);
});

it('takes no message of somebody else for its own', async () => {
  await join();
  chat.send('one', null);
  const { client_id = '' } = sent[0]?.request ?? {};
  chat.handleMessage(message(101, 'ben', { client_id }));
  expect(states()).toEqual([['one', 'sending']]);
});

it.each(['null', '{', '[1,{"clientId":"a"},{"clientId":"a","text":"b","to":{}}]'])(
  'bears %s in storage, and sends no private message to everyone',
  (text) => {
    chat.close();
    stored.set('convene.chat.abc-defg-hij', text);
    open();
    expect(now.pending).toEqual([]);
  },
);

it('waits and says so while the server cannot keep messages', async () => {
  await join();
  chat.send('one', null);
  sent[0]?.reject('storage_unavailable');
  await settle();
  expect(now.pending[0]?.state).toEqual({ kind: 'queued', reason: 'storage' });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(texts()).toEqual(['one', 'one']);
});

it('names a recipient who is gone, goes on with the rest, and can try again or not', async () => {
  await join();
  chat.send('one', { id: 'ben', name: 'Ben' });
  chat.send('two', null);
  sent[0]?.reject('participant_not_found');
  await settle();
  expect(now.pending[0]?.state).toEqual({ kind: 'failed', reason: 'recipient_gone' });
  expect(texts()).toEqual(['one', 'two']);
  sent[1]?.resolve(keep());
  await settle();
  const { clientId = '' } = now.pending[0] ?? {};
  chat.retry(clientId);
  expect(texts()).toEqual(['one', 'two', 'one']);
  sent[2]?.reject('participant_not_found');
  await settle();
  chat.discard(clientId);
  expect(now.pending).toEqual([]);
});

it('refuses what is empty or too long, counted in characters', () => {
  expect(chat.send(' \n ', null)).toBe('empty');
  expect(chat.send('👍'.repeat(4_001), null)).toBe('too_long');
  expect(chat.send('👍'.repeat(4_000), null)).toBeNull();
});

it('merges what is told while the page is on its way', async () => {
  up = true;
  chat.handleJoined('me');
  chat.handleMessage(message(3));
  chat.handleMessage(message(2, 'ben', { text: 'edited', edited_at: 5 }));
  pages[0]?.resolve({ messages: [message(1), message(2)], has_more: false });
  await settle();
  expect(now.messages.map(({ text }) => text)).toEqual(['text 1', 'edited', 'text 3']);
});

it('keeps the later of two states of a message, and the deleted deleted', async () => {
  await join([message(1, 'ben', { text: 'new', edited_at: 9 })]);
  chat.handleMessage(message(1, 'ben', { text: 'old', edited_at: 8 }));
  expect(now.messages[0]?.text).toBe('new');
  chat.handleMessage(deleted(message(1)));
  chat.handleMessage(message(1, 'ben', { edited_at: 99 }));
  expect(now.messages[0]?.text).toBeUndefined();
});

it('leaves no gap after a long absence', async () => {
  await join([message(1), message(2)]);
  await drop();
  await join([message(60), message(61)], true);
  expect(ids()).toEqual([60, 61]);
  expect(now.hasMore).toBe(true);
  expect(now.unread).toBe(2);
});

it('pages back, and takes no change of what is not paged in', async () => {
  await join([message(50), message(51)], true);
  chat.handleMessage(message(3, 'ben', { text: 'edited', edited_at: 5 }));
  expect(ids()).toEqual([50, 51]);
  void chat.loadOlder();
  void chat.loadOlder();
  expect(pages.map(({ request }) => request)).toEqual([undefined, 50]);
  pages[1]?.resolve({ messages: [message(48), message(49)], has_more: false });
  await settle();
  expect(ids()).toEqual([48, 49, 50, 51]);
  await chat.loadOlder();
  expect(pages).toHaveLength(2);
});

it('asks again for the history while the server cannot read it, and sends meanwhile', async () => {
  up = true;
  chat.handleJoined('me');
  chat.send('one', null);
  pages[0]?.reject('storage_unavailable');
  await settle();
  expect(now.history).toBe('failed');
  expect(texts()).toEqual(['one']);
  await vi.advanceTimersByTimeAsync(3_000);
  pages[1]?.resolve({ messages: [message(1)], has_more: false });
  await settle();
  expect(ids()).toEqual([1]);
});

it('counts what others wrote since one looked, but not the history, own or deleted ones', async () => {
  await join([message(1), message(2)]);
  expect(now.unread).toBe(0);
  chat.handleMessage(message(3));
  chat.handleMessage(message(4));
  chat.handleMessage(message(5, 'me'));
  chat.handleMessage(message(3, 'ben', { text: 'edited', edited_at: 5 }));
  expect(now.unread).toBe(2);
  chat.handleMessage(deleted(message(4)));
  expect(now.unread).toBe(1);
  chat.markRead();
  expect(now.unread).toBe(0);
});

it('changes and deletes own messages', async () => {
  await join([message(1, 'me')]);
  await chat.edit(1, ' better ');
  expect(now.messages[0]).toMatchObject({ text: 'better', edited_at: 9 });
  await chat.delete(1);
  expect(now.messages[0]?.text).toBeUndefined();
});
