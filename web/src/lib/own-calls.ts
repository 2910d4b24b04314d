import type {
  CallChanged,
  CallEnd,
  CallId,
  CallRecord,
  Party,
  PersonId,
} from '../protocol/protocol.gen';

/** Phase of an own call. */
export type CallPhase = 'ringing_out' | 'ringing_in' | 'connecting' | 'in_call' | 'ended';

/** A call of this person, as this page sees it. */
export interface OwnCall {
  id: CallId;
  /** The other party. */
  other: Party;
  outgoing: boolean;
  video: boolean;
  /** True if this page has the call; another page of this person may have it. */
  here: boolean;
  /** The running call that this one invites somebody into. */
  into: CallId | null;
  phase: CallPhase;
  calledAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** Outcome of an ended call. */
  end: CallEnd | null;
}

export type CallEvent =
  /** The server reported the state of a call. */
  | { kind: 'told'; change: CallChanged; self: PersonId }
  /** One party hung up or cancelled, here or by a message past the server. */
  | { kind: 'hung_up'; id: CallId; at: number }
  /** This person declined. */
  | { kind: 'declined'; id: CallId; at: number }
  /** The server is back and does not know the call: it ended meanwhile. */
  | { kind: 'lost'; id: CallId; at: number }
  /** The server is away. Whether a call still rings is unknown; the server reports it on return. */
  | { kind: 'down' }
  /** The call cannot be answered here and stops ringing. */
  | { kind: 'withdrawn'; id: CallId }
  /** The person dismissed an ended call. */
  | { kind: 'dismissed'; id: CallId };

const ORDER: Record<CallPhase, number> = {
  ringing_out: 0,
  ringing_in: 0,
  connecting: 1,
  in_call: 2,
  ended: 3,
};

/**
 * Applies an event to the own calls. Late and repeated events never move a call back: it rings, is
 * answered, has media, and ends.
 */
export function reduceCalls(calls: readonly OwnCall[], event: CallEvent): readonly OwnCall[] {
  switch (event.kind) {
    case 'told':
      return told(calls, event.change, event.self);
    case 'hung_up':
      return changed(calls, event.id, (call) =>
        // A callee declines; they cannot hang up.
        call.phase === 'ringing_in'
          ? call
          : ended(call, call.answeredAt === null ? 'cancelled' : 'hung_up', event.at),
      );
    case 'declined':
      return changed(calls, event.id, (call) =>
        call.phase === 'ringing_in' ? ended(call, 'declined', event.at) : call,
      );
    case 'lost':
      return changed(calls, event.id, (call) =>
        ended(call, call.answeredAt === null ? 'failed' : 'hung_up', event.at),
      );
    case 'down':
      return filtered(calls, ({ phase }) => phase !== 'ringing_in');
    case 'withdrawn':
      return filtered(calls, ({ id, phase }) => id !== event.id || phase !== 'ringing_in');
    case 'dismissed':
      return filtered(calls, ({ id, phase }) => id !== event.id || phase !== 'ended');
  }
}

/** The party that is not `self`. */
export function otherOf(record: Pick<CallRecord, 'caller' | 'callee'>, self: PersonId): Party {
  return record.caller.id === self ? record.callee : record.caller;
}

/** Talk time in ms; null if the call was never answered. */
export function talkTime(answeredAt: number | null, endedAt: number | null): number | null {
  return answeredAt === null || endedAt === null ? null : Math.max(0, endedAt - answeredAt);
}

/** True if the call occupies this page: it rings out, or was answered here. */
export function isActive({ here, phase }: OwnCall): boolean {
  return here && phase !== 'ended' && phase !== 'ringing_in';
}

/** True if the call was answered here and still runs. */
export function isAnswered({ here, phase }: OwnCall): boolean {
  return here && (phase === 'connecting' || phase === 'in_call');
}

function told(
  calls: readonly OwnCall[],
  { call: record, here, into }: CallChanged,
  self: PersonId,
): readonly OwnCall[] {
  const before = calls.find(({ id }) => id === record.id);
  const outgoing = record.caller.id === self;
  const phase =
    record.state === 'ringing' ? (outgoing ? 'ringing_out' : 'ringing_in') : record.state;
  const call: OwnCall = {
    id: record.id,
    other: otherOf(record, self),
    outgoing,
    video: record.video,
    here,
    into: into ?? null,
    phase,
    calledAt: record.called_at,
    answeredAt: record.state === 'ringing' ? null : (record.answered_at ?? null),
    endedAt: record.state === 'ended' ? record.ended_at : null,
    end: record.state === 'ended' ? record.end : null,
  };
  if (!before) {
    // A call that ended elsewhere belongs to the history alone.
    return phase === 'ended' && !here ? calls : [...calls, call];
  }
  // Late news changes nothing, except that the server knows a local end more exactly.
  if (ORDER[phase] < ORDER[before.phase]) return calls;
  return changedTo(calls, {
    ...call,
    // The page that took the call keeps it to the end, and announces the end.
    here: phase === 'ended' ? before.here || here : here,
    into: call.into ?? before.into,
    answeredAt: call.answeredAt ?? before.answeredAt,
  });
}

function ended(call: OwnCall, end: CallEnd, at: number): OwnCall {
  return call.phase === 'ended' ? call : { ...call, phase: 'ended', end, endedAt: at };
}

function changed(
  calls: readonly OwnCall[],
  id: CallId,
  change: (call: OwnCall) => OwnCall,
): readonly OwnCall[] {
  const call = calls.find((one) => one.id === id);
  if (!call) return calls;
  const now = change(call);
  return now === call ? calls : changedTo(calls, now);
}

function changedTo(calls: readonly OwnCall[], now: OwnCall): readonly OwnCall[] {
  return calls.map((one) => (one.id === now.id ? now : one));
}

function filtered(calls: readonly OwnCall[], keep: (call: OwnCall) => boolean): readonly OwnCall[] {
  const kept = calls.filter(keep);
  return kept.length === calls.length ? calls : kept;
}
