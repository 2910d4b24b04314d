import { memo, useId, useRef, useState } from 'react';
import type { ChatMessage } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { ChatText } from '../../ui/chat/ChatText';
import { useLongPress } from '../../ui/useLongPress';
import { DeleteQuestion } from './DeleteQuestion';
import { MessageActions } from './MessageActions';
import { MessageEditor } from './MessageEditor';

interface MessageViewProps {
  message: ChatMessage;
  own: boolean;
}

/** One message; an own one is edited and deleted in its place. */
export const MessageView = memo(function MessageView({ message, own }: MessageViewProps) {
  const t = useStrings();
  const { id, text, edited_at } = message;
  const [doing, setDoing] = useState<'edit' | 'delete' | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const { pressed, release, handlers } = useLongPress(row);
  const textId = useId();

  if (text === undefined) {
    return <p className="chat-message chat-deleted">{t.chat.deleted}</p>;
  }

  /** Returns to the row and focuses the button it was opened from. */
  const stop = () => {
    const button = `[data-does=${doing}]`;
    setDoing(null);
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(button)?.focus());
  };

  if (own && doing === 'edit') return <MessageEditor id={id} text={text} onDone={stop} />;

  const remove = () => {
    // The row loses its buttons with its text: keep the focus in the log.
    row.current?.closest<HTMLElement>('[role=log]')?.focus();
    setDoing(null);
    meetingSession.chat?.delete(id).catch(() => toast(t.chat.notChanged, 'danger'));
  };

  return (
    <div
      ref={row}
      className="chat-message"
      data-asking={doing === 'delete' || undefined}
      data-pressed={pressed || undefined}
      {...handlers}
    >
      <div id={textId}>
        <ChatText
          text={text}
          note={edited_at !== undefined && <span className="chat-edited"> ({t.chat.edited})</span>}
        />
      </div>
      {own && doing === 'delete' && (
        <DeleteQuestion describedBy={textId} onDelete={remove} onKeep={stop} />
      )}
      {doing === null && (
        <MessageActions
          message={message}
          own={own}
          describedBy={textId}
          onChange={setDoing}
          onDone={release}
        />
      )}
    </div>
  );
});
