import { Clock3, Lock, TriangleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';

import type { ClientMessageId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { type PendingMessage, useChat } from '../../stores/chat';
import { selfIn, useRoom } from '../../stores/room';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ChatText } from '../../ui/chat/ChatText';
import { DeleteQuestion } from './DeleteQuestion';

/** Own messages that the server has not stored yet. */
export function PendingList() {
  const t = useStrings();
  const pending = useChat((state) => state.pending);
  const name = useRoom((room) => selfIn(room)?.name ?? '');
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
      <PendingView message={message} />
    </div>
  ));
}

function PendingView({ message }: { message: PendingMessage }) {
  const t = useStrings();
  const { clientId, text, state } = message;
  const [asking, setAsking] = useState(false);
  const row = useRef<HTMLDivElement>(null);
  const textId = useId();
  const failed = state.kind === 'failed';

  const act = (what: (id: ClientMessageId) => void) => {
    // The buttons disappear: keep the focus in the log.
    row.current?.closest<HTMLElement>('[role=log]')?.focus();
    setAsking(false);
    what(clientId);
  };
  const keep = () => {
    setAsking(false);
    requestAnimationFrame(() => {
      row.current?.querySelector<HTMLElement>('[data-does=delete]')?.focus();
    });
  };

  return (
    <div ref={row} className="chat-message" data-asking={asking || undefined}>
      <div id={textId}>
        <ChatText text={text} />
      </div>
      <p className="chat-state">
        {failed ? <TriangleAlert aria-hidden="true" /> : <Clock3 aria-hidden="true" />}
        {words(message)}
      </p>
      {failed && asking && (
        <DeleteQuestion
          describedBy={textId}
          onDelete={() => act((id) => meetingSession.chat?.discard(id))}
          onKeep={keep}
        />
      )}
      {failed && !asking && (
        <div className="chat-editor-actions">
          <Button
            size="small"
            aria-describedby={textId}
            onClick={() => act((id) => meetingSession.chat?.retry(id))}
          >
            {t.chat.tryAgain}
          </Button>
          <Button
            size="small"
            aria-describedby={textId}
            data-does="delete"
            onClick={() => setAsking(true)}
          >
            {t.chat.delete}
          </Button>
        </div>
      )}
    </div>
  );
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
