import '../../ui/chat/Chat.css';
import './Call.css';

import { SendHorizontal } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../../lib/chat-text';
import type { Party } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { type DirectChat as Conversation, type PendingDirect, useCalls } from '../../stores/calls';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ChatText } from '../../ui/chat/ChatText';
import { GrowingTextarea } from '../../ui/chat/GrowingTextarea';
import { useLive } from '../../ui/useLive';

const NONE: PendingDirect[] = [];

interface DirectChatProps {
  direct: Conversation;
  /** Accessible name of the list of messages. */
  label: string;
  /** Accessible name of the text field. */
  field: RefObject<HTMLTextAreaElement | null>;
}

/** Direct messages of two people, with a field to write. */
export function DirectChat({ direct, label, field }: DirectChatProps) {
  return (
    <>
      <Log direct={direct} label={label} />
      <Composer key={direct.with.id} party={direct.with} field={field} />
    </>
  );
}

function Log({ direct, label }: { direct: Conversation; label: string }) {
  const t = useStrings();
  const self = useCalls((state) => state.me?.id);
  const pending = useCalls((state) => state.pending[direct.with.id]) ?? NONE;
  const log = useRef<HTMLDivElement>(null);
  const last = direct.messages.at(-1)?.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls to the end on every new message.
  useLayoutEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [last, pending.length]);

  useEffect(() => {
    if (last === undefined) return;
    const seen = () => {
      if (document.visibilityState === 'visible') calls.markRead();
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [last]);

  const name = useShownName(direct.with);
  const empty = direct.messages.length + pending.length === 0;
  return (
    <div
      ref={log}
      className="chat-log"
      role="log"
      aria-label={label}
      aria-busy={direct.status === 'loading'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
    >
      {direct.hasMore && (
        <Button size="small" onClick={() => void calls.loadOlderDirect()}>
          {t.calls.showOlder}
        </Button>
      )}
      {direct.status === 'failed' && <p className="chat-hint">{t.calls.directFailed}</p>}
      {empty && direct.status === 'ready' && <p className="chat-hint">{t.calls.directEmpty}</p>}
      {direct.messages.map(({ id, from, text, sent_at }) => (
        <div key={id} className="chat-group" data-own={from === self || undefined}>
          <p className="chat-meta">
            <span className="chat-sender" dir="auto">
              {from === self ? t.calls.you : name}
            </span>
            <time dateTime={new Date(sent_at).toISOString()}>{t.calls.at(sent_at)}</time>
          </p>
          <div className="chat-message">
            <ChatText text={text} />
          </div>
        </div>
      ))}
      {pending.map((one) => (
        <Pending key={one.clientId} one={one} party={direct.with} />
      ))}
    </div>
  );
}

function Pending({ one, party }: { one: PendingDirect; party: Party }) {
  const t = useStrings();
  const failed = one.state === 'refused' || one.state === 'limited';
  return (
    <div className="chat-group" data-own="" data-pending={failed ? 'failed' : 'sending'}>
      <p className="chat-meta">
        <span className="chat-sender">{t.calls.you}</span>
        {t.calls.states[one.state]}
      </p>
      <div className="chat-message">
        <ChatText text={one.text} />
      </div>
      {failed && (
        <p className="call-direct-again">
          <Button size="small" onClick={() => calls.retryDirect(party.id, one.clientId)}>
            {t.calls.retry}
          </Button>
          <Button
            size="small"
            variant="quiet"
            onClick={() => calls.discardDirect(party.id, one.clientId)}
          >
            {t.calls.discard}
          </Button>
        </p>
      )}
    </div>
  );
}

function Composer({ party, field }: { party: Party; field: DirectChatProps['field'] }) {
  const t = useStrings();
  // Restores the draft of this conversation.
  const text = useLive(useCalls, ({ drafts }) => drafts[party.id] ?? '');
  const [refused, setRefused] = useState(false);
  const noteId = useId();
  const tooLong = countChars(cleanChatText(text)) > MAX_CHAT_CHARS;
  const write = (draft: string) =>
    useCalls.setState(({ drafts }) => ({ drafts: { ...drafts, [party.id]: draft } }));
  const send = () => {
    const refusal = calls.sendDirect(party.id, text);
    setRefused(refusal === 'too_long');
    if (refusal === 'queue_full') toast(t.calls.queueFull, 'danger');
    if (refusal === null) write('');
    field.current?.focus();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="chat-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="chat-composer-row">
        <GrowingTextarea
          ref={field}
          aria-label={t.calls.message}
          aria-invalid={tooLong || undefined}
          aria-describedby={noteId}
          placeholder={t.chat.placeholder}
          enterKeyHint="send"
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={handleKey}
        />
        <Button variant="primary" icon={SendHorizontal} className="chat-send" type="submit">
          {t.calls.send}
        </Button>
      </div>
      <p
        id={noteId}
        className="field-note"
        data-error={tooLong ? '' : undefined}
        role={tooLong && refused ? 'alert' : undefined}
      >
        {tooLong && t.calls.tooLong}
      </p>
    </form>
  );
}
