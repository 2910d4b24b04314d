import { useEffect, useId, useRef } from 'react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

interface DeleteQuestionProps {
  /** The element with the text that would go. */
  describedBy: string;
  onDelete: () => void;
  onKeep: () => void;
}

/** Asks in the message's place before it goes: nothing brings it back. Escape keeps it. */
export function DeleteQuestion({ describedBy, onDelete, onKeep }: DeleteQuestionProps) {
  const t = useStrings();
  const questionId = useId();
  const group = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    // Not on the button that deletes: whoever presses twice by mistake loses nothing.
    const keep = group.current?.querySelector<HTMLElement>('button:last-of-type');
    keep?.focus({ preventScroll: true });
    group.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  return (
    <fieldset
      ref={group}
      className="chat-question"
      aria-labelledby={questionId}
      aria-describedby={describedBy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onKeep();
      }}
    >
      <p id={questionId}>{t.chat.deleteQuestion}</p>
      <div className="chat-editor-actions">
        <Button size="small" variant="danger" onClick={onDelete}>
          {t.chat.delete}
        </Button>
        <Button size="small" onClick={onKeep}>
          {t.chat.keep}
        </Button>
      </div>
    </fieldset>
  );
}
