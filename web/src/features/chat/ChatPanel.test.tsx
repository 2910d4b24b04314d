// @vitest-environment happy-dom
import { act } from 'react';
import { expect, it, vi } from 'vitest';

vi.mock('../../session', () => import('../../testing/fake-session'));

import { rosterOf } from '../../lib/roster';
import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';
import { button, buttons, person, place, setUpPage, show } from '../../testing/page';
import { ChatPanel } from './ChatPanel';

setUpPage();

it('names the chat, shows text as text, and sends', () => {
  const text = '<img src=x onerror=alert(1)> **b** https://a.example javascript:alert(1)';
  useRoom.setState({ selfId: 'a', roster: rosterOf([person('a', 'Ana'), person('b', 'Ben')]) });
  useChat.setState({
    history: 'ready',
    draft: 'hello',
    messages: [
      { id: 1, client_id: 'x', from: 'b', from_name: 'Ben', text, sent_at: 0, to: 'a' },
      {
        id: 2,
        client_id: 'y',
        from: 'a',
        from_name: 'Ana',
        text: 'mine',
        sent_at: 0,
        edited_at: 1,
      },
      { id: 3, client_id: 'z', from: 'b', from_name: 'Ben', sent_at: 0 },
    ],
  });
  show(<ChatPanel />);
  const log = place.querySelector('[role=log]');
  expect(log?.getAttribute('aria-label')).toBe('Chat messages');
  expect(log?.querySelector('img')).toBeNull();
  expect(log?.querySelector('strong')?.textContent).toBe('b');
  const links = [...(log?.querySelectorAll('a') ?? [])];
  expect(links.map(({ href, rel }) => [href, rel])).toEqual([
    ['https://a.example/', 'noopener noreferrer nofollow'],
  ]);
  for (const words of ['<img src=x', 'Only to you', '(edited)', 'Message deleted']) {
    expect(log?.textContent).toContain(words);
  }
  expect(buttons()).toEqual([
    'Close',
    ...['Reply privately', 'Copy'],
    ...['Copy', 'Edit', 'Delete'],
    'Emoji',
    'Send',
  ]);
  const field = place.querySelector('textarea');
  expect(field?.getAttribute('aria-label')).toBe('Message');
  expect(document.activeElement).toBe(field);
  act(() => button('Send').click());
  expect(meetingSession.chat?.send).toHaveBeenCalledWith('hello', null);
  expect(useChat.getState().draft).toBe('');
});

it('keeps a private recipient who has left, so that nothing meant for one goes to all', () => {
  useRoom.setState({ selfId: 'a', roster: rosterOf([person('a', 'Ana'), person('b', 'Ben')]) });
  useChat.setState({ recipient: { id: 'c', name: 'Cem' } });
  show(<ChatPanel />);
  const options = [...place.querySelectorAll('option')];
  expect(options.map(({ textContent }) => textContent)).toEqual(['Everyone', 'Cem (left)', 'Ben']);
  expect(place.querySelector('select')?.value).toBe('c');
});
