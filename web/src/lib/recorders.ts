import type { Participant, ParticipantId, RecordingState } from '../protocol/protocol.gen';
import type { Roster } from './roster';

/** Participants that record, grouped for display. */
export interface Recorders {
  own: RecordingState | null;
  /** Names of the other recorders. */
  running: string[];
  paused: string[];
}

export function recordersAmong(roster: Roster, selfId: ParticipantId | null): Recorders {
  const { byId, recording, paused } = roster;
  const named = (ids: readonly ParticipantId[]): string[] =>
    ids.filter((id) => id !== selfId).flatMap((id) => byId[id]?.name ?? []);
  return {
    own: (selfId !== null && byId[selfId]?.recording) || null,
    running: named(recording),
    paused: named(paused),
  };
}

export interface RecordingChangeSeen {
  kind: 'started' | 'paused' | 'resumed' | 'stopped';
  name: string;
  own: boolean;
}

/**
 * Recordings that began, paused, resumed or ended between two rosters. A newcomer is told about
 * running and paused ones.
 */
export function recordingChanges(
  before: Roster,
  now: Roster,
  selfId: ParticipantId | null,
): RecordingChangeSeen[] {
  const changes: RecordingChangeSeen[] = [];
  if (now.recording === before.recording && now.paused === before.paused) return changes;
  const note = (kind: RecordingChangeSeen['kind'], { id, name }: Participant): void => {
    changes.push({ kind, name, own: id === selfId });
  };
  const concerned = [now.recording, now.paused, before.recording, before.paused].flat();
  for (const id of new Set(concerned)) {
    const earlier = before.byId[id];
    const participant = now.byId[id];
    if (!participant) {
      // Recorders who leave end their recording. An empty roster means that this participant enters
      // or leaves.
      if (earlier && now.order.length > 0) note('stopped', earlier);
      continue;
    }
    const { recording } = participant;
    if (recording === earlier?.recording) continue;
    if (!recording) note('stopped', participant);
    else if (recording === 'paused') note('paused', participant);
    else note(earlier?.recording ? 'resumed' : 'started', participant);
  }
  return changes;
}
