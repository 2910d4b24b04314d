import { Lock, SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, type Ref, useId, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../../lib/chat-text';
import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { GrowingTextarea } from '../../ui/chat/GrowingTextarea';
import { useMay } from '../../ui/hosting';
import { toast } from '../../ui/toast';

const COUNT_FROM = MAX_CHAT_CHARS - 200;

/** Writes to everyone, or to one person. Enter sends, Shift+Enter begins a line. */
export function Composer({ ref }: { ref: Ref<HTMLTextAreaElement> }) {
  const t = useStrings();
  const draft = useChat((state) => state.draft);
  const recipient = useChat((state) => state.recipient);
  const [refused, setRefused] = useState(false);
  const gone = useRoom(
    ({ participants }) => recipient !== null && !participants.some(({ id }) => id === recipient.id),
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
    // The next line is written in the same place, and a phone's keyboard stays.
    form.current?.querySelector('textarea')?.focus();
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
      <RecipientPicker gone={gone} />
      <div className="chat-composer-row">
        <GrowingTextarea
          ref={ref}
          aria-label={t.chat.message}
          aria-invalid={tooLong || undefined}
          aria-describedby={noteId}
          // Not disabled: what stands in it can still be read, and why nothing can be written.
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

/** Whoever is chosen stays chosen when they leave: what is meant for one must not go to all. */
function RecipientPicker({ gone }: { gone: boolean }) {
  const t = useStrings();
  const id = useId();
  const recipient = useChat((state) => state.recipient);
  const others = useRoom(
    useShallow(({ participants, selfId }) => participants.filter((one) => one.id !== selfId)),
  );
  return (
    <div className="chat-recipient">
      <label htmlFor={id}>{t.chat.to}</label>
      {recipient && <Lock aria-hidden="true" />}
      <select
        id={id}
        value={recipient?.id ?? ''}
        onChange={(event) => {
          const chosen = others.find((one) => one.id === event.target.value);
          useChat.setState({ recipient: chosen ? { id: chosen.id, name: chosen.name } : null });
        }}
      >
        <option value="">{t.chat.everyone}</option>
        {gone && recipient && <option value={recipient.id}>{t.chat.gone(recipient.name)}</option>}
        {others.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </div>
  );
}
