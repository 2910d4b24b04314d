import type {
  CallChanged,
  CallEnd,
  CallId,
  CallRecord,
  Party,
  PersonId,
} from '../rtc/protocol.gen';

/** Where an own call stands. A page without one is idle. */
export type CallPhase = 'ringing_out' | 'ringing_in' | 'connecting' | 'in_call' | 'ended';

/** A call of one's own, as this page sees it. */
export interface OwnCall {
  id: CallId;
  /** The other of the two. */
  other: Party;
  outgoing: boolean;
  video: boolean;
  /** Whether it is this page that has it: another page of one's own may. */
  here: boolean;
  /** The call into whose room it brings somebody. */
  into: CallId | null;
  phase: CallPhase;
  calledAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  /** How it ended. */
  end: CallEnd | null;
}

export type CallEvent =
  /** The server told how a call stands. */
  | { kind: 'told'; change: CallChanged; self: PersonId }
  /** One of the two hung up, or gave up, here or said past the server. */
  | { kind: 'hung_up'; id: CallId; at: number }
  /** One declined here. */
  | { kind: 'declined'; id: CallId; at: number }
  /** The server is back and has no such call any more: it ended unheard. */
  | { kind: 'lost'; id: CallId; at: number }
  /** The server is away: whether it still rings here cannot be known, and is told again on return. */
  | { kind: 'down' }
  /** It cannot be answered here: it rings no more. */
  | { kind: 'withdrawn'; id: CallId }
  /** The person has read how it ended. */
  | { kind: 'dismissed'; id: CallId };

const ORDER: Record<CallPhase, number> = {
  ringing_out: 0,
  ringing_in: 0,
  connecting: 1,
  in_call: 2,
  ended: 3,
};

/**
 * The own calls of this page after an event. A call only ever goes on, whatever comes late or twice: it rings, is
 * answered, has media, and is over.
 */
export function reduceCalls(calls: readonly OwnCall[], event: CallEvent): readonly OwnCall[] {
  switch (event.kind) {
    case 'told':
      return told(calls, event.change, event.self);
    case 'hung_up':
      return changed(calls, event.id, (call) =>
        // Who is rung cannot hang up.
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

/** The other of the two, as one of them sees a call. */
export function otherOf(record: Pick<CallRecord, 'caller' | 'callee'>, self: PersonId): Party {
  return record.caller.id === self ? record.callee : record.caller;
}

/** For how long the two talked, in ms; null if they did not. */
export function talkTime(answeredAt: number | null, endedAt: number | null): number | null {
  return answeredAt === null || endedAt === null ? null : Math.max(0, endedAt - answeredAt);
}

/** Whether it takes this page up: it rings out, or was answered here. */
export function isActive({ here, phase }: OwnCall): boolean {
  return here && phase !== 'ended' && phase !== 'ringing_in';
}

/** Whether it was answered and goes on here. */
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
    // What has ended without ever having been here is the history's.
    return phase === 'ended' && !here ? calls : [...calls, call];
  }
  // What comes late changes nothing. An end said here is told more exactly by the server.
  if (ORDER[phase] < ORDER[before.phase]) return calls;
  return changedTo(calls, {
    ...call,
    // Where it was taken stays so when it ends: that is where it is said.
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
