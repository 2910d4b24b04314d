import { expect, it } from 'vitest';

import type { ChatMessage } from '../protocol/protocol.gen';
import { chatText } from './chat-export';

const message = (change: Partial<ChatMessage>): ChatMessage => ({
  id: 1,
  client_id: 'c',
  from: 'a',
  from_name: 'Ana',
  sent_at: 5,
  ...change,
});

it('is plain text in order, says what was private, and leaves out what was deleted', () => {
  const messages = [
    message({ text: 'hello\nall' }),
    message({ from_name: 'Ben' }),
    message({ from_name: 'Ben', to: 'a', to_name: 'Ana', text: 'psst', sent_at: 6 }),
  ];
  const words = { title: 'Chat', time: String, privately: (name: string) => `to ${name}` };
  expect(chatText(messages, words)).toBe('Chat\n\n5  Ana:\nhello\nall\n\n6  Ben (to Ana):\npsst\n');
});
