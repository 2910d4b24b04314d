import { useLayoutEffect, useRef, useState } from 'react';

import {
  draftOfQuestion,
  type Faults,
  faultsOfQuestion,
  isTyped,
  type QuestionField,
  questionOf,
} from '../../lib/plan-draft';
import type { QuestionSpec } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { DiscardDialog } from '../../ui/interview/DiscardDialog';
import { QuestionEditor } from '../../ui/interview/QuestionEditor';
import { useLeaveGuard } from '../../ui/interview/useLeaveGuard';

interface QuestionFormProps {
  /** Absent: a new one. */
  question?: QuestionSpec;
  categories: string[];
  onSave: (question: QuestionSpec) => void;
  onCancel: () => void;
}

/** Edits one question; what the server would refuse is said before it is sent. */
export function QuestionForm({ question, categories, onSave, onCancel }: QuestionFormProps) {
  const t = useStrings();
  const [draft, setDraft] = useState(() => draftOfQuestion(question));
  const [before] = useState(draft);
  const [tried, setTried] = useState(0);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const changed = draft !== before;
  useLeaveGuard(changed);

  useLayoutEffect(() => {
    const wanted = tried > 0 ? '[aria-invalid=true]' : 'textarea';
    form.current?.querySelector<HTMLElement>(wanted)?.focus();
  }, [tried]);

  const faults: Faults<QuestionField> = faultsOfQuestion(draft);
  const shown = tried > 0 || isTyped(faults.text) ? faults : { ...faults };
  if (tried === 0 && !isTyped(shown.text)) delete shown.text;

  return (
    <form
      ref={form}
      className="question-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(faults).length > 0) setTried(tried + 1);
        else onSave(questionOf(draft));
      }}
    >
      <QuestionEditor draft={draft} faults={shown} categories={categories} onChange={setDraft} />
      <div className="question-form-answers">
        <Button onClick={() => (changed ? setAsking(true) : onCancel())}>{t.bank.cancel}</Button>
        <Button variant="primary" type="submit">
          {t.bank.save}
        </Button>
      </div>
      {asking && <DiscardDialog onKeep={() => setAsking(false)} onDiscard={onCancel} />}
    </form>
  );
}
