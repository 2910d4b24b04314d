import type { Participant, ParticipantId, RecordingState } from '../rtc/protocol.gen';

/** Who records, by what is to be shown of it. */
export interface Recorders {
  own: RecordingState | null;
  /** The others, by name. */
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
 * Whose recording began, paused, went on or ended between one list of participants and the next. Who enters is
 * told of what runs already or stands still.
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
  // Who goes takes the recording along. From or to nothing is entering or leaving oneself.
  if (now.length > 0) {
    for (const gone of old.values()) if (gone.recording) note('stopped', gone);
  }
  return changes;
}
