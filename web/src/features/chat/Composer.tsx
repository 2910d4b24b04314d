import { Lock, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, type Ref, useId, useRef, useState } from 'react';
import { useMay } from '../../actions/hosting';
import { writeTo } from '../../actions/reply';
import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../../lib/chat-text';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { type Recipient, useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { GrowingTextarea } from '../../ui/chat/GrowingTextarea';
import { useLive } from '../../ui/useLive';
import { EmojiButton } from './EmojiButton';

/** A draft follows its writer to another recipient, unless one for that recipient waits. */
function choose(recipient: Recipient | null): void {
  const { draft, setAside } = useChat.getState();
  if (draft === '' || setAside[recipient?.id ?? ''] !== undefined) writeTo(recipient);
  else useChat.setState({ recipient });
}

const COUNT_FROM = MAX_CHAT_CHARS - 200;

/** Field to write to everyone or to one person. Enter sends, Shift+Enter starts a new line. */
export function Composer({ ref }: { ref: Ref<HTMLTextAreaElement> }) {
  const t = useStrings();
  const draft = useLive(useChat, (state) => state.draft);
  const recipient = useChat((state) => state.recipient);
  const [refused, setRefused] = useState(false);
  const gone = useRoom(
    ({ roster }) => recipient !== null && roster.byId[recipient.id] === undefined,
  );
  const form = useRef<HTMLFormElement>(null);
  const noteId = useId();
  const count = countChars(cleanChatText(draft));
  const tooLong = count > MAX_CHAT_CHARS;
  const allowed = useMay('chat');

  const send = () => {
    if (!allowed) return;
    const refusal = meetingSession.chat?.send(draft, recipient) ?? null;
    if (refusal === 'queue_full') toast(t.chat.queueFull, 'danger');
    setRefused(refusal === 'too_long');
    if (refusal === null) useChat.setState({ draft: '' });
    // The focus stays for the next message, and a phone keeps its keyboard.
    form.current?.querySelector('textarea')?.focus();
  };

  /** Puts an emoji where the text cursor is. */
  const insert = (emoji: string) => {
    const field = form.current?.querySelector('textarea');
    if (!field) return;
    const [start, end] = [field.selectionStart, field.selectionEnd];
    useChat.setState({ draft: draft.slice(0, start) + emoji + draft.slice(end) });
    field.focus();
    requestAnimationFrame(() =>
      field.setSelectionRange(start + emoji.length, start + emoji.length),
    );
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      ref={form}
      className="chat-composer"
      data-private={recipient ? '' : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <RecipientPicker gone={gone}>{allowed && <EmojiButton onChoose={insert} />}</RecipientPicker>
      <div className="chat-composer-row">
        <GrowingTextarea
          ref={ref}
          aria-label={t.chat.message}
          aria-invalid={tooLong || undefined}
          aria-describedby={noteId}
          // Read-only, not disabled: the draft and the reason can still be read.
          readOnly={!allowed}
          placeholder={recipient ? t.chat.privatePlaceholder : t.chat.placeholder}
          enterKeyHint="send"
          value={draft}
          onChange={(event) => useChat.setState({ draft: event.target.value })}
          onKeyDown={handleKey}
        />
        <Button
          variant="primary"
          icon={SendHorizontal}
          className="chat-send"
          type="submit"
          disabled={!allowed}
        >
          {t.chat.send}
        </Button>
      </div>
      <p
        id={noteId}
        className="field-note"
        data-error={tooLong ? '' : undefined}
        role={tooLong && refused ? 'alert' : undefined}
      >
        {!allowed
          ? t.hosts.forHosts.chat
          : tooLong
            ? t.chat.tooLong(count)
            : count > COUNT_FROM
              ? t.chat.left(MAX_CHAT_CHARS - count)
              : gone && t.chat.goneNote(recipient?.name ?? '')}
      </p>
    </form>
  );
}

/** A recipient who left stays chosen: a private message must not go to everyone. */
function RecipientPicker({ gone, children }: { gone: boolean; children: ReactNode }) {
  const t = useStrings();
  const id = useId();
  const recipient = useChat((state) => state.recipient);
  const order = useRoom(({ roster }) => roster.order);
  const selfId = useRoom((state) => state.selfId);
  return (
    <div className="chat-recipient">
      <label htmlFor={id}>{t.chat.to}</label>
      {recipient && <Lock aria-hidden="true" />}
      <select
        id={id}
        value={recipient?.id ?? ''}
        onChange={(event) => {
          const chosen = useRoom.getState().roster.byId[event.target.value];
          choose(chosen ? { id: chosen.id, name: chosen.name } : null);
        }}
      >
        <option value="">{t.chat.everyone}</option>
        {gone && recipient && <option value={recipient.id}>{t.chat.gone(recipient.name)}</option>}
        {order.map((one) => one !== selfId && <RecipientOption key={one} id={one} />)}
      </select>
      {children}
    </div>
  );
}

const RecipientOption = memo(function RecipientOption({ id }: { id: ParticipantId }) {
  const name = useRoom(({ roster }) => roster.byId[id]?.name);
  return name === undefined ? null : <option value={id}>{name}</option>;
});
