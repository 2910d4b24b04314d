import { expect, it } from 'vitest';

import { connectionLife } from './connection-life';

it('follows the transport while the other is there', () => {
  expect(connectionLife(undefined, 'connected')).toBe('new');
  expect(connectionLife({ status: 'connecting' }, 'connected')).toBe('connecting');
  expect(connectionLife({ status: 'connected', relayed: true }, 'connected')).toBe('connected');
  expect(connectionLife({ status: 'reconnecting', attempt: 2 }, 'connected')).toBe('reconnecting');
  expect(connectionLife({ status: 'failed', reason: 'no_route' }, 'connected')).toBe('failed');
});

it('is on its way back while the other has lost the server, and closed once they are gone', () => {
  const transport = { status: 'connected', relayed: false } as const;
  expect(connectionLife(transport, 'reconnecting')).toBe('reconnecting');
  expect(connectionLife(transport, 'left')).toBe('closed');
});
