import type { Audience, InterviewRole, Role, RoomSettings } from '../protocol/protocol.gen';

/** Actions that need permission, as in `crates/room/src/permissions.rs`. */
export type Action =
  | 'chat'
  | 'share_screen'
  | 'record'
  | 'rename_self'
  | 'admit'
  | 'set_room'
  | 'set_title'
  | 'set_password'
  | 'stop_source'
  | 'ask_to_unmute'
  | 'lower_hand'
  | 'rename'
  | 'remove'
  | 'set_role'
  | 'end_meeting';

/** An interview has fixed hosts, its interviewers, the title of its plan and an end of its own. */
const NOT_IN_INTERVIEWS: ReadonlySet<Action> = new Set(['set_role', 'set_title', 'end_meeting']);
/** Observers only watch and listen. */
const NOT_BY_OBSERVERS: ReadonlySet<Action> = new Set(['chat', 'share_screen', 'record']);

const RANKS: Record<Role, number> = { viewer: -1, guest: 0, co_host: 1, host: 2 };

/**
 * True if a role may do something. It only decides what the page offers; the server checks every
 * request.
 */
export function may(
  role: Role,
  action: Action,
  settings: RoomSettings,
  inInterview: InterviewRole | null = null,
): boolean {
  if (inInterview !== null && NOT_IN_INTERVIEWS.has(action)) return false;
  if (inInterview === 'observer' && NOT_BY_OBSERVERS.has(action)) return false;
  return RANKS[role] >= RANKS[least(action, settings)];
}

/** True if a role may act on participants of another role. */
export function mayActOn(role: Role, other: Role): boolean {
  return RANKS[role] >= RANKS[other];
}

function least(action: Action, settings: RoomSettings): Role {
  switch (action) {
    case 'rename_self':
      return 'viewer';
    case 'chat':
      return settings.chat === 'everyone' ? 'viewer' : 'co_host';
    case 'share_screen':
      return leastOf(settings.share);
    case 'record':
      return leastOf(settings.record);
    case 'set_role':
    case 'end_meeting':
      return 'host';
    default:
      return 'co_host';
  }
}

function leastOf(audience: Audience): Role {
  return audience === 'everyone' ? 'guest' : 'co_host';
}
