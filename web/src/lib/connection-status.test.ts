import { expect, it } from 'vitest';

import { connectionStatus } from './connection-status';

it('follows the transport while the other is there', () => {
  expect(connectionStatus(undefined, 'connected')).toBe('new');
  expect(connectionStatus({ status: 'connecting' }, 'connected')).toBe('connecting');
  expect(connectionStatus({ status: 'connected', relayed: true }, 'connected')).toBe('connected');
  expect(connectionStatus({ status: 'reconnecting', attempt: 2 }, 'connected')).toBe(
    'reconnecting',
  );
  expect(connectionStatus({ status: 'failed', reason: 'no_route' }, 'connected')).toBe('failed');
});

it('is on its way back while the other has lost the server, and closed once they are gone', () => {
  const transport = { status: 'connected', relayed: false } as const;
  expect(connectionStatus(transport, 'reconnecting')).toBe('reconnecting');
  expect(connectionStatus(transport, 'left')).toBe('closed');
});
