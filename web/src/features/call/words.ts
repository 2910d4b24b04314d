import { formatDuration } from '../../lib/duration';
import { type OwnCall, talkTime } from '../../lib/own-calls';
import type { CallRecord, PersonId } from '../../protocol/protocol.gen';
import { shownName } from '../../stores/address-book';
import type { Strings } from '../../strings/en';

/**
 * True if a call reached nobody at an id whose person is not known. The server does not say whether
 * the id exists, so the id may be wrong.
 */
export function isUnknown({ end, outgoing, other }: OwnCall): boolean {
  return end === 'unavailable' && outgoing && shownName(other) === other.id;
}

/** How a call ended, as a sentence. */
export function endText(t: Strings, call: OwnCall): string {
  const { end, other, answeredAt, endedAt } = call;
  const name = shownName(other);
  const time = talkTime(answeredAt, endedAt);
  if (end === 'hung_up') {
    return t.calls.ended.hung_up(name, time === null ? null : formatDuration(time));
  }
  if (isUnknown(call)) return t.calls.ended.unknown(other.id);
  return end === null ? '' : t.calls.ended[end](name);
}

/** How a past call ended, in a word or two. */
export function recordText(t: Strings, call: CallRecord, self: PersonId): string {
  const { record } = t.calls;
  if (call.state !== 'ended') return record.ongoing;
  const time = talkTime(call.answered_at ?? null, call.ended_at);
  if (call.end === 'hung_up') return record.talked(formatDuration(time ?? 0));
  if (call.end === 'failed') return record.failed;
  if (call.caller.id === self) return record[call.end];
  switch (call.end) {
    case 'declined':
      return record.declinedByYou;
    case 'busy':
      return record.missedBusy;
    default:
      return record.missed;
  }
}
