import { expect, it, vi } from 'vitest';
import type { DirectMessage } from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';
import { SignalingError } from '../../rtc/request-queue';
import { type CallsState, initialCalls } from '../../stores/calls';
import { Direct } from './direct';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };

function message(id: number, from: string, client_id = `c${id}`): DirectMessage {
  return { id, client_id, from, text: `text ${id}`, sent_at: id };
}

function setUp(answers: Record<string, (payload: never) => unknown>) {
  let state: CallsState = { ...initialCalls, me: ANA };
  const asked: string[] = [];
  const client = {
    isUp: true,
    ask: vi.fn(async (name: string, payload: never) => {
      asked.push(name);
      return answers[name]?.(payload) ?? {};
    }),
  };
  const sink = {
    get: () => state,
    set: (change: Partial<CallsState>) => {
      state = { ...state, ...change };
    },
  };
  const direct = new Direct(client as unknown as CallsClient, sink);
  return { direct, client, asked, state: () => state };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

it('sends one after the other, keeps each once, and says what is refused', async () => {
  const sent: { client_id: string; text: string }[] = [];
  const { direct, state } = setUp({
    direct_history: () => ({ messages: [], has_more: false }),
    send_direct: (payload: { client_id: string; text: string }) => {
      sent.push(payload);
      if (payload.text === 'no') throw new SignalingError('unavailable', '');
      return { ...message(sent.length, ANA.id, payload.client_id), text: payload.text };
    },
  });
  await direct.open(BEN);
  for (const text of ['one', 'no', ' two ']) expect(direct.send(BEN.id, text)).toBeNull();
  expect(direct.send(BEN.id, '  ')).toBe('empty');
  await settle();
  expect(sent.map(({ text }) => text)).toEqual(['one', 'no', 'two']);
  expect(state().direct?.messages.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(state().pending[BEN.id]).toMatchObject([{ text: 'no', state: 'refused' }]);
  // The event for the own message does not duplicate it.
  direct.handleMessage({
    with: BEN,
    message: { ...message(1, ANA.id), client_id: sent[0]?.client_id ?? '' },
  });
  expect(state().direct?.messages).toHaveLength(2);
  direct.discard(BEN.id, state().pending[BEN.id]?.[0]?.clientId ?? '');
  expect(state().pending).toEqual({});
});

it('what is written without a connection goes out on return, with the same id', async () => {
  let up = false;
  const ids: string[] = [];
  const { direct, client, state } = setUp({
    send_direct: ({ client_id }: { client_id: string }) => {
      ids.push(client_id);
      if (!up) throw new SignalingError('disconnected', '');
      return message(1, ANA.id, client_id);
    },
  });
  direct.send(BEN.id, 'hello');
  client.isUp = false;
  await settle();
  expect(state().pending[BEN.id]).toMatchObject([{ state: 'queued' }]);
  up = true;
  client.isUp = true;
  direct.handleUp();
  await settle();
  expect(new Set(ids).size).toBe(1);
  expect(state().pending).toEqual({});
});

it('counts what is unread until it is looked at', async () => {
  const { direct, client, state } = setUp({
    direct_history: () => ({ messages: [message(1, BEN.id), message(2, BEN.id)], has_more: false }),
  });
  for (const id of [1, 2]) direct.handleMessage({ with: BEN, message: message(id, BEN.id) });
  expect(state().unread).toEqual([{ party: BEN, count: 2 }]);
  await direct.open(BEN);
  direct.markRead();
  expect(state().unread).toEqual([]);
  expect(client.ask).toHaveBeenLastCalledWith('mark_read', { with: BEN.id, id: 2 }, true);
});
