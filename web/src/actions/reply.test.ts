// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';

import type { ChatMessage } from '../protocol/protocol.gen';
import { initialChat, useChat } from '../stores/chat';
import { closePanel, usePanel } from '../stores/panel';
import { reply, writeTo } from './reply';

const message = (more: Partial<ChatMessage> = {}): ChatMessage => ({
  id: 1,
  client_id: 'x',
  from: 'b',
  from_name: 'Ben',
  text: 'at ten?',
  sent_at: 0,
  ...more,
});
const ben = { id: 'b', name: 'Ben' };

beforeEach(() => {
  useChat.setState(initialChat);
  closePanel();
});

it('answers to everyone what everyone read, and opens the chat', () => {
  reply(message(), { quoting: true });
  expect(useChat.getState()).toMatchObject({ recipient: null, draft: '> Ben: at ten?\n' });
  expect(usePanel.getState()).toEqual({ open: 'chat', quiet: false });
});

it('keeps a private talk private', () => {
  reply(message({ to: 'a', to_name: 'Ana' }), { quoting: false });
  expect(useChat.getState()).toMatchObject({ recipient: ben, draft: '' });
});

it('sends no draft to the wrong person, and loses none', () => {
  useChat.setState({ recipient: ben, draft: 'between us' });
  reply(message({ from: 'c', from_name: 'Cleo' }), { quoting: true });
  expect(useChat.getState()).toMatchObject({ recipient: null, draft: '> Cleo: at ten?\n' });
  writeTo(ben);
  expect(useChat.getState()).toMatchObject({ recipient: ben, draft: 'between us' });
  writeTo(null);
  expect(useChat.getState().draft).toBe('> Cleo: at ten?\n');
});

it('quotes nothing of a deleted message', () => {
  const { text: _, ...deleted } = message();
  reply(deleted, { quoting: true });
  expect(useChat.getState().draft).toBe('');
});
