import { Clock3, Lock, TriangleAlert } from 'lucide-react';

import { meetingSession } from '../../session';
import { type PendingMessage, useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ChatText } from './ChatText';

/** What one wrote and the server has not kept yet. */
export function PendingList() {
  const t = useStrings();
  const pending = useChat((state) => state.pending);
  const name = useRoom(
    ({ participants, selfId }) => participants.find(({ id }) => id === selfId)?.name ?? '',
  );
  return pending.map((message) => (
    <div key={message.clientId} className="chat-group" data-own data-pending={message.state.kind}>
      <p className="chat-meta">
        <span className="chat-sender" dir="auto">
          {t.chat.you(name)}
        </span>
        {message.to && (
          <span className="chat-private">
            <Lock aria-hidden="true" />
            {t.chat.privateTo(message.to.name)}
          </span>
        )}
      </p>
      <div className="chat-message">
        <ChatText text={message.text} />
        <p className="chat-state">
          {message.state.kind === 'failed' ? (
            <TriangleAlert aria-hidden="true" />
          ) : (
            <Clock3 aria-hidden="true" />
          )}
          {words(message)}
        </p>
        {message.state.kind === 'failed' && (
          <div className="chat-editor-actions">
            <Button size="small" onClick={() => meetingSession.chat?.retry(message.clientId)}>
              {t.chat.tryAgain}
            </Button>
            <Button size="small" onClick={() => meetingSession.chat?.discard(message.clientId)}>
              {t.chat.delete}
            </Button>
          </div>
        )}
      </div>
    </div>
  ));
}

function words({ state, to }: PendingMessage): string {
  switch (state.kind) {
    case 'sending':
      return strings().chat.sending;
    case 'queued':
      return state.reason === 'offline'
        ? strings().chat.queuedOffline
        : strings().chat.queuedStorage;
    case 'failed':
      return state.reason === 'recipient_gone'
        ? strings().chat.recipientGone(to?.name ?? '')
        : strings().chat.refused;
  }
}
