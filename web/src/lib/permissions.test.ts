import { expect, it } from 'vitest';

import type { Role, RoomSettings } from '../protocol/protocol.gen';
import { type Action, may, mayActOn } from './permissions';

const ROLES: Role[] = ['guest', 'co_host', 'host'];
const open: RoomSettings = {
  locked: false,
  lobby: false,
  chat: 'everyone',
  share: 'everyone',
  record: 'everyone',
  link_preview: false,
};
const closed: RoomSettings = {
  locked: true,
  lobby: true,
  chat: 'hosts',
  share: 'hosts',
  record: 'hosts',
  link_preview: true,
};

// As in `crates/room/tests/permissions.rs`: the roles that may act, first with everything open to
// everyone, then with chat, shares and recordings reserved for hosts.
const TABLE: [Action, Role[], Role[]][] = [
  ['rename_self', ROLES, ROLES],
  ['chat', ROLES, ['co_host', 'host']],
  ['share_screen', ROLES, ['co_host', 'host']],
  ['record', ROLES, ['co_host', 'host']],
  ['admit', ['co_host', 'host'], ['co_host', 'host']],
  ['set_room', ['co_host', 'host'], ['co_host', 'host']],
  ['set_title', ['co_host', 'host'], ['co_host', 'host']],
  ['set_password', ['co_host', 'host'], ['co_host', 'host']],
  ['stop_source', ['co_host', 'host'], ['co_host', 'host']],
  ['ask_to_unmute', ['co_host', 'host'], ['co_host', 'host']],
  ['lower_hand', ['co_host', 'host'], ['co_host', 'host']],
  ['rename', ['co_host', 'host'], ['co_host', 'host']],
  ['remove', ['co_host', 'host'], ['co_host', 'host']],
  ['set_role', ['host'], ['host']],
  ['end_meeting', ['host'], ['host']],
];

it.each(TABLE)('%s is for those of whom the table says so', (action, whenOpen, whenClosed) => {
  expect(ROLES.filter((role) => may(role, action, open))).toEqual(whenOpen);
  expect(ROLES.filter((role) => may(role, action, closed))).toEqual(whenClosed);
});

it('nobody acts on somebody above', () => {
  const table = ROLES.map((role) => ROLES.filter((other) => mayActOn(role, other)));
  expect(table).toEqual([['guest'], ['guest', 'co_host'], ROLES]);
});

it('an interview has no co-hosts and no end for all, and observers only look on', () => {
  const allowed = (role: 'interviewer' | 'candidate' | 'observer', actions: Action[]) =>
    actions.filter((action) => may('host', action, open, role));
  for (const role of ['interviewer', 'candidate', 'observer'] as const) {
    expect(allowed(role, ['set_role', 'end_meeting'])).toEqual([]);
  }
  expect(allowed('interviewer', ['chat', 'share_screen', 'remove'])).toHaveLength(3);
  expect(allowed('candidate', ['chat', 'share_screen', 'record'])).toHaveLength(3);
  expect(allowed('observer', ['chat', 'share_screen', 'record', 'rename_self'])).toEqual([
    'rename_self',
  ]);
});
