import { useEffect, useId, useRef } from 'react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

interface DeleteQuestionProps {
  /** Id of the element with the text to delete. */
  describedBy: string;
  onDelete: () => void;
  onKeep: () => void;
}

/** Asks in the message's place before deleting it for good. Escape cancels. */
export function DeleteQuestion({ describedBy, onDelete, onKeep }: DeleteQuestionProps) {
  const t = useStrings();
  const questionId = useId();
  const group = useRef<HTMLFieldSetElement>(null);

  useEffect(() => {
    // Focus on cancel, so that an accidental double press deletes nothing.
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
