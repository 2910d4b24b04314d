import type { MeetingId } from '../protocol/protocol.gen';
import type { PendingMessage, Recipient } from '../stores/chat';

// Unacknowledged messages, kept for this tab, so that a reload sends them.

export function readQueue(meetingId: MeetingId): PendingMessage[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key(meetingId)) ?? '[]');
    return Array.isArray(stored) ? stored.flatMap(pendingOf) : [];
  } catch {
    return [];
  }
}

export function writeQueue(meetingId: MeetingId, pending: readonly PendingMessage[]): void {
  try {
    if (pending.length === 0) sessionStorage.removeItem(key(meetingId));
    else sessionStorage.setItem(key(meetingId), JSON.stringify(pending));
  } catch {
    // Storage is blocked or full: the queue lasts as long as the page.
  }
}

/** Parses a stored message. One that was being sent may not have arrived and is sent again. */
function pendingOf(value: unknown): PendingMessage[] {
  const { clientId, text, to, writtenAt, sentAs, state } = fields(value);
  if (typeof clientId !== 'string' || typeof text !== 'string') return [];
  const { kind, reason } = fields(state);
  const failed = kind === 'failed' && (reason === 'recipient_gone' || reason === 'refused');
  const recipient = recipientOf(to);
  // A private message whose recipient is unreadable must not go to everyone.
  if (recipient === undefined) return [];
  return [
    {
      clientId,
      text,
      to: recipient,
      writtenAt: typeof writtenAt === 'number' ? writtenAt : Date.now(),
      sentAs: typeof sentAs === 'string' ? sentAs : null,
      state: failed ? { kind, reason } : { kind: 'queued', reason: 'offline' },
    },
  ];
}

function recipientOf(value: unknown): Recipient | null | undefined {
  if (value === null) return null;
  const { id, name } = fields(value);
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function key(meetingId: MeetingId): string {
  return `convene.chat.${meetingId}`;
}
