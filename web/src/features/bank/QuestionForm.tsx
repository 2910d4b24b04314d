import { useLayoutEffect, useRef, useState } from 'react';

import { draftOfQuestion, faultsOfQuestion, isTyped, questionOf } from '../../lib/plan-draft';
import type { QuestionSpec } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';
import { DiscardDialog } from '../../widgets/interview/DiscardDialog';
import { QuestionEditor } from '../../widgets/interview/QuestionEditor';
import { useLeaveGuard } from '../../widgets/interview/useLeaveGuard';

interface QuestionFormProps {
  /** Missing for a new question. */
  question?: QuestionSpec;
  categories: string[];
  /** Its number and their count, if questions are ordered. */
  place?: { number: number; count: number };
  /** Called with the wanted number, if questions are ordered. */
  onSave: (question: QuestionSpec, number: number) => void;
  onCancel: () => void;
}

/** Edits one question; problems show before anything is sent. */
export function QuestionForm({ question, categories, place, onSave, onCancel }: QuestionFormProps) {
  const t = useStrings();
  const [draft, setDraft] = useState(() => draftOfQuestion(question));
  const [before] = useState(draft);
  const [tried, setTried] = useState(0);
  const [asking, setAsking] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const [number, setNumber] = useState(() => String(place?.number ?? 1));
  const changed = draft !== before || (place !== undefined && number !== String(place.number));
  useLeaveGuard(changed);

  useLayoutEffect(() => {
    const wanted = tried > 0 ? '[aria-invalid=true]' : 'textarea';
    form.current?.querySelector<HTMLElement>(wanted)?.focus();
  }, [tried]);

  const faults = faultsOfQuestion(draft);
  // Empty fields are reported only after the person had time to fill them.
  const { text, ...typed } = faults;
  const shown = tried > 0 || isTyped(text) ? faults : typed;
  const wrongPlace = place !== undefined && !isNumberUpTo(number, place.count);

  return (
    <form
      ref={form}
      className="question-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (Object.keys(faults).length > 0 || wrongPlace) setTried(tried + 1);
        else onSave(questionOf(draft), Number(number));
      }}
    >
      <QuestionEditor draft={draft} faults={shown} categories={categories} onChange={setDraft} />
      {place && place.count > 1 && (
        <div className="question-form-place">
          <TextField
            label={t.bank.number(place.count)}
            error={wrongPlace ? t.bank.placeWrong(place.count) : null}
            value={number}
            inputMode="numeric"
            autoComplete="off"
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
        </div>
      )}
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

function isNumberUpTo(text: string, most: number): boolean {
  return /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;
}
