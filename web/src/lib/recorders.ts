import type { Participant, ParticipantId, RecordingState } from '../protocol/protocol.gen';

/** Participants that record, grouped for display. */
export interface Recorders {
  own: RecordingState | null;
  /** Names of the other recorders. */
  running: string[];
  paused: string[];
}

export function recordersAmong(
  participants: readonly Participant[],
  selfId: ParticipantId | null,
): Recorders {
  const others = participants.filter(({ id }) => id !== selfId);
  const named = (state: RecordingState): string[] =>
    others.filter(({ recording }) => recording === state).map(({ name }) => name);
  return {
    own: participants.find(({ id }) => id === selfId)?.recording ?? null,
    running: named('recording'),
    paused: named('paused'),
  };
}

export interface RecordingChangeSeen {
  kind: 'started' | 'paused' | 'resumed' | 'stopped';
  name: string;
  own: boolean;
}

/**
 * Recordings that began, paused, resumed or ended between two lists of participants. A newcomer is
 * told about running and paused ones.
 */
export function recordingChanges(
  before: readonly Participant[],
  now: readonly Participant[],
  selfId: ParticipantId | null,
): RecordingChangeSeen[] {
  const old = new Map(before.map((participant) => [participant.id, participant]));
  const changes: RecordingChangeSeen[] = [];
  const note = (kind: RecordingChangeSeen['kind'], { id, name }: Participant): void => {
    changes.push({ kind, name, own: id === selfId });
  };
  for (const participant of now) {
    const earlier = old.get(participant.id)?.recording;
    old.delete(participant.id);
    const { recording } = participant;
    if (recording === earlier) continue;
    if (!recording) note('stopped', participant);
    else if (recording === 'paused') note('paused', participant);
    else note(earlier ? 'resumed' : 'started', participant);
  }
  // Recorders who leave end their recording. An empty list means that this participant enters or
  // leaves.
  if (now.length > 0) {
    for (const gone of old.values()) if (gone.recording) note('stopped', gone);
  }
  return changes;
}
