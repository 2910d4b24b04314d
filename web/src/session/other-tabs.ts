import type { MeetingId } from '../protocol/protocol.gen';

/** What the tabs of this browser say to each other about one meeting. */
type Message = { type: 'who' } | { type: 'here'; token: string };

/**
 * Answers other tabs that ask whether this browser is in the meeting. `token` gives this tab's
 * presence, or null outside the meeting. Returns the function that ends it.
 */
export function answerOtherTabs(meetingId: MeetingId, token: () => string | null): () => void {
  return listen(meetingId, (message, answer) => {
    const own = message.type === 'who' ? token() : null;
    if (own) answer({ type: 'here', token: own });
  });
}

/**
 * Asks the other tabs, and calls back with the presence of one that is in the meeting. Returns the
 * function that ends it. A tab with the same token is a copy of this one, which takes over anyway.
 */
export function askOtherTabs(
  meetingId: MeetingId,
  own: string | null,
  onFound: (token: string) => void,
): () => void {
  return listen(
    meetingId,
    (message) => {
      if (message.type === 'here' && message.token !== own) onFound(message.token);
    },
    { type: 'who' },
  );
}

function listen(
  meetingId: MeetingId,
  onMessage: (message: Message, answer: (message: Message) => void) => void,
  first?: Message,
): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(`convene.meeting.${meetingId}`);
  const send = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data, send);
  if (first) send(first);
  return () => channel.close();
}
