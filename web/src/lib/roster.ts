import type { Participant, ParticipantId } from '../protocol/protocol.gen';

/**
 * The participants of a room, this one included. A change makes a new roster but keeps every list
 * whose members stay as they are, so a subscriber of one list or one participant is not disturbed
 * by changes of others, however many people there are.
 */
export interface Roster {
  byId: Readonly<Record<ParticipantId, Participant>>;
  /** Everybody, in the order in which they joined. */
  order: readonly ParticipantId[];
  /** Participants with a tile, in order of joining: observers and viewers have none. */
  onStage: readonly ParticipantId[];
  /** Participants whose camera is on, in order of joining. */
  cameras: readonly ParticipantId[];
  /** Participants who share a screen, in order of joining. */
  sharing: readonly ParticipantId[];
  hosts: readonly ParticipantId[];
  recording: readonly ParticipantId[];
  /** Participants whose recording is paused. */
  paused: readonly ParticipantId[];
  /** Participants with a raised hand, in the order in which hosts should call them. */
  hands: readonly ParticipantId[];
}

type List = Exclude<keyof Roster, 'byId' | 'order'>;

/**
 * A participant's place in each list: null for none. Two participants with the same place stand in
 * the order in which they joined.
 */
const PLACES: Record<List, (participant: Participant) => number | null> = {
  onStage: ({ role, interview_role }) =>
    role === 'viewer' || interview_role === 'observer' ? null : 0,
  cameras: ({ media }) => (media.camera ? 0 : null),
  sharing: ({ media }) => (media.screen_share ? 0 : null),
  hosts: ({ role }) => (role === 'host' ? 0 : null),
  recording: ({ recording }) => (recording === 'recording' ? 0 : null),
  paused: ({ recording }) => (recording === 'paused' ? 0 : null),
  hands: ({ hand_raised_at }) => hand_raised_at ?? null,
};
const LISTS = Object.keys(PLACES) as List[];

export const NOBODY: Roster = {
  byId: {},
  order: [],
  onStage: [],
  cameras: [],
  sharing: [],
  hosts: [],
  recording: [],
  paused: [],
  hands: [],
};

export function rosterOf(participants: readonly Participant[]): Roster {
  const byId = Object.fromEntries(participants.map((one) => [one.id, one]));
  const roster = { ...NOBODY, byId, order: participants.map(({ id }) => id) };
  for (const list of LISTS) roster[list] = listed(roster, list);
  return roster;
}

/** Everybody, in the order in which they joined. */
export function everybody({ byId, order }: Roster): Participant[] {
  return order.flatMap((id) => byId[id] ?? []);
}

/** Adds a participant at the end, or replaces them in place. */
export function withParticipant(roster: Roster, participant: Participant): Roster {
  const { id } = participant;
  const before = roster.byId[id];
  const order = before ? roster.order : [...roster.order, id];
  const next = { ...roster, order, byId: { ...roster.byId, [id]: participant } };
  return relisted(next, before, participant);
}

/** Applies a change; ignores unknown participants. */
export function withChange(roster: Roster, participant: Participant): Roster {
  return roster.byId[participant.id] ? withParticipant(roster, participant) : roster;
}

export function withoutParticipant(roster: Roster, id: ParticipantId): Roster {
  const { [id]: gone, ...byId } = roster.byId;
  if (!gone) return roster;
  const order = roster.order.filter((other) => other !== id);
  return relisted({ ...roster, order, byId }, gone, undefined);
}

/**
 * Merges the server's room with participants a restarted server lost while their media still flows.
 * They stay, shown as reconnecting.
 */
export function mergeSnapshot(
  snapshot: readonly Participant[],
  before: Roster,
  isLive: (id: ParticipantId) => boolean,
): { roster: Roster; lost: ReadonlySet<ParticipantId> } {
  const there = new Set(snapshot.map(({ id }) => id));
  const lost = everybody(before).filter(({ id }) => isLive(id) && !there.has(id));
  const away = lost.map(
    (participant): Participant => ({ ...participant, presence: 'reconnecting' }),
  );
  const participants = [...snapshot, ...away].sort((a, b) => a.joined_at - b.joined_at);
  return { roster: rosterOf(participants), lost: new Set(lost.map(({ id }) => id)) };
}

/** Makes those lists anew in which a participant's place differs. */
function relisted(
  roster: Roster,
  before: Participant | undefined,
  now: Participant | undefined,
): Roster {
  for (const list of LISTS) {
    const place = PLACES[list];
    const was = before ? place(before) : null;
    const is = now ? place(now) : null;
    if (was !== is) roster[list] = listed(roster, list);
  }
  return roster;
}

function listed({ byId, order }: Roster, list: List): readonly ParticipantId[] {
  const members: [ParticipantId, number][] = [];
  for (const id of order) {
    const participant = byId[id];
    const place = participant ? PLACES[list](participant) : null;
    if (place !== null) members.push([id, place]);
  }
  return members.sort(([, a], [, b]) => a - b).map(([id]) => id);
}
