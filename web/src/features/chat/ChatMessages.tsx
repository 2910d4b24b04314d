import { Lock } from 'lucide-react';
import { memo } from 'react';

import { useGivenNames } from '../../stores/given-names';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { dayMark, type MessageGroup } from './groups';
import { MessageView } from './MessageView';

interface MessageGroupViewProps {
  group: MessageGroup;
  /** True if no older messages are known. */
  isFirst: boolean;
}

/** Messages grouped by sender and time. */
export const MessageGroupView = memo(function MessageGroupView({
  group,
  isFirst,
}: MessageGroupViewProps) {
  const t = useStrings();
  const selfId = useRoom((state) => state.selfId);
  const [first] = group.messages;
  const own = first.from === selfId;
  const name = useGivenNames((names) => names[first.from]) ?? first.from_name;
  const mark = dayMark(group, isFirst, Date.now());
  return (
    <>
      {mark && (
        <p className="chat-day">{mark === 'date' ? t.chat.dayOf(first.sent_at) : t.chat[mark]}</p>
      )}
      <div className="chat-group" data-own={own || undefined}>
        <p className="chat-meta">
          <span className="chat-sender" dir="auto">
            {own ? t.chat.you(first.from_name) : name}
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
