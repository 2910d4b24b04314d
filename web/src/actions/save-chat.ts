import { chatText } from '../lib/chat-export';
import type { MeetingId } from '../protocol/protocol.gen';
import { download } from '../session/download';
import { useChat } from '../stores/chat';
import { strings } from '../strings';
import { meetingLabel } from './meeting-label';

/** Downloads the messages that this page has. */
export function saveChat(id: MeetingId): void {
  const { door } = strings();
  const { messages, hasMore } = useChat.getState();
  const label = meetingLabel(id);
  const text = chatText(messages, {
    title: hasMore ? door.chatTitleNewest(label) : door.chatTitle(label),
    time: door.chatTime,
    privately: door.privately,
  });
  download(new Blob([text], { type: 'text/plain;charset=utf-8' }), `chat-${id}.txt`);
}
