import { Lock, Pencil, Trash2 } from 'lucide-react';
import { memo, useId, useState } from 'react';

import type { ChatMessage } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { useMay } from '../../ui/hosting';
import { toast } from '../../ui/toast';
import { ChatText } from './ChatText';
import { dayOf, type MessageGroup } from './groups';
import { MessageEditor } from './MessageEditor';

/** What one sender wrote at a time. */
export const MessageGroupView = memo(function MessageGroupView({ group }: { group: MessageGroup }) {
  const t = useStrings();
  const selfId = useRoom((state) => state.selfId);
  const [first] = group.messages;
  const own = first.from === selfId;
  return (
    <>
      {group.day !== null && dayOf(group.day) !== dayOf(Date.now()) && (
        <p className="chat-day">{t.chat.dayOf(group.day)}</p>
      )}
      <div className="chat-group" data-own={own || undefined}>
        <p className="chat-meta">
          <span className="chat-sender" dir="auto">
            {own ? t.chat.you(first.from_name) : first.from_name}
          </span>
          <time dateTime={new Date(first.sent_at).toISOString()}>
            {t.chat.timeOf(first.sent_at)}
          </time>
          {first.to !== undefined && (
            <span className="chat-private">
              <Lock aria-hidden="true" />
              {own ? t.chat.privateTo(first.to_name ?? '') : t.chat.privateToYou}
            </span>
          )}
        </p>
        {group.messages.map((message) => (
          <MessageView key={message.id} message={message} own={own} />
        ))}
      </div>
    </>
  );
});

const MessageView = memo(function MessageView({
  message,
  own,
}: {
  message: ChatMessage;
  own: boolean;
}) {
  const t = useStrings();
  const { id, text, edited_at } = message;
  const [editing, setEditing] = useState(false);
  const mayWrite = useMay('chat');
  const textId = useId();

  if (text === undefined) {
    return <p className="chat-message chat-deleted">{t.chat.deleted}</p>;
  }
  if (editing) return <MessageEditor id={id} text={text} onDone={() => setEditing(false)} />;
  return (
    <div className="chat-message">
      <div id={textId}>
        <ChatText text={text} />
        {edited_at !== undefined && <span className="chat-edited"> ({t.chat.edited})</span>}
      </div>
      {own && (
        <span className="chat-actions">
          {mayWrite && (
            <button
              type="button"
              aria-label={t.chat.edit}
              title={t.chat.edit}
              aria-describedby={textId}
              data-edit={id}
              onClick={() => setEditing(true)}
            >
              <Pencil aria-hidden="true" />
            </button>
          )}
          <button
            type="button"
            aria-label={t.chat.delete}
            title={t.chat.delete}
            aria-describedby={textId}
            onClick={(event) => {
              // The button goes with the text: the focus stays in the log.
              event.currentTarget.closest<HTMLElement>('[role=log]')?.focus();
              meetingSession.chat?.delete(id).catch(() => toast(t.chat.notChanged, 'danger'));
            }}
          >
            <Trash2 aria-hidden="true" />
          </button>
        </span>
      )}
    </div>
  );
});
