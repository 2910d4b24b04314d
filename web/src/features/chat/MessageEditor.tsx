import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

import { cleanChatText, countChars, MAX_CHAT_CHARS } from '../../lib/chat-text';
import type { ChatMessageId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { GrowingTextarea } from '../../ui/chat/GrowingTextarea';

interface MessageEditorProps {
  id: ChatMessageId;
  text: string;
  /** Called after saving and after cancelling. */
  onDone: () => void;
}

/** Edits an own message in place. */
export function MessageEditor({ id, text, onDone }: MessageEditorProps) {
  const t = useStrings();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(text);
  const [busy, setBusy] = useState(false);
  const count = countChars(cleanChatText(draft));
  const tooLong = count > MAX_CHAT_CHARS;

  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const save = async () => {
    if (busy || tooLong || count === 0) return;
    if (cleanChatText(draft) !== text) {
      setBusy(true);
      try {
        await meetingSession.chat?.edit(id, draft);
      } catch {
        setBusy(false);
        toast(t.chat.notChanged, 'danger');
        return;
      }
    }
    onDone();
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      onDone();
    }
  };

  return (
    <div className="chat-editor">
      <GrowingTextarea
        ref={field}
        aria-label={t.chat.editMessage}
        aria-invalid={tooLong || undefined}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={handleKey}
      />
      {tooLong && (
        <p className="field-note" data-error="" role="alert">
          {t.chat.tooLong(count)}
        </p>
      )}
      <div className="chat-editor-actions">
        <Button size="small" variant="primary" busy={busy} onClick={() => void save()}>
          {t.chat.save}
        </Button>
        <Button size="small" onClick={onDone}>
          {t.chat.cancel}
        </Button>
      </div>
    </div>
  );
}
