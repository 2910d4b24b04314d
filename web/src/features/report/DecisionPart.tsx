import { type FormEvent, useId, useRef, useState } from 'react';

import type { Decision, DecisionOutcome, MeetingId } from '../../protocol/protocol.gen';
import { ApiError } from '../../rtc/api';
import { recordDecision } from '../../rtc/report-api';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { DecisionView } from './DecisionView';
import { failureOf } from './useReport';

interface DecisionPartProps {
  id: MeetingId;
  token: string;
  decision: Decision | undefined;
  onRecorded: () => void;
}

const OUTCOMES = ['no', 'hold', 'yes'] as const satisfies DecisionOutcome[];
const MAX_REASON = 4_000;

/** The decision: what was recorded, or the form to record it. */
export function DecisionPart({ id, token, decision, onRecorded }: DecisionPartProps) {
  const t = useStrings();
  const [changing, setChanging] = useState(false);
  return (
    <section className="debrief-part" aria-labelledby="debrief-decision">
      <h2 id="debrief-decision">{t.debrief.decision}</h2>
      {decision && <DecisionView decision={decision} />}
      {decision && !changing ? (
        <div>
          <Button onClick={() => setChanging(true)}>{t.debrief.change}</Button>
        </div>
      ) : (
        <DecisionForm id={id} token={token} before={decision} onRecorded={onRecorded} />
      )}
    </section>
  );
}

interface DecisionFormProps {
  id: MeetingId;
  token: string;
  before: Decision | undefined;
  onRecorded: () => void;
}

function DecisionForm({ id, token, before, onRecorded }: DecisionFormProps) {
  const t = useStrings();
  const name = useId();
  const errorId = useId();
  const [outcome, setOutcome] = useState<DecisionOutcome | null>(before?.outcome ?? null);
  const [reason, setReason] = useState(before?.reason ?? '');
  const [errors, setErrors] = useState<{ outcome?: string; reason?: string }>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const choices = useRef<HTMLFieldSetElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const record = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const found: typeof errors = {};
    if (!outcome) found.outcome = t.debrief.outcomeMissing;
    if (reason.trim() === '') found.reason = t.debrief.reasonMissing;
    setErrors(found);
    if (!outcome || found.outcome) return choices.current?.querySelector('input')?.focus();
    if (found.reason) return field.current?.focus();
    setBusy(true);
    setProblem(null);
    try {
      await recordDecision(id, token, { outcome, reason: reason.trim() });
      toast(t.debrief.recorded);
      onRecorded();
    } catch (error) {
      const early = error instanceof ApiError && error.status === 409;
      setProblem(early ? t.debrief.ownMissingText : t.report.failed[failureOf(error)]);
    }
    setBusy(false);
  };
  return (
    <form className="debrief-form" noValidate onSubmit={(event) => void record(event)}>
      <fieldset
        ref={choices}
        className="debrief-outcomes"
        aria-describedby={errors.outcome ? errorId : undefined}
      >
        <legend className="field-label">{t.debrief.outcome}</legend>
        {OUTCOMES.map((one) => (
          <label key={one} className="debrief-outcome">
            <input
              type="radio"
              name={name}
              checked={outcome === one}
              onChange={() => {
                setOutcome(one);
                setErrors(({ outcome: _, ...others }) => others);
              }}
            />
            <span>
              <strong>{t.debrief.outcomes[one]}</strong>
              <small>{t.debrief.meanings[one]}</small>
            </span>
          </label>
        ))}
        {errors.outcome && (
          <p id={errorId} className="field-note" data-error="">
            {errors.outcome}
          </p>
        )}
      </fieldset>
      <TextArea
        ref={field}
        label={t.debrief.reason}
        hint={t.debrief.reasonHint}
        error={errors.reason ?? null}
        rows={3}
        value={reason}
        maxLength={MAX_REASON}
        dir="auto"
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setErrors(({ reason: _, ...others }) => others);
        }}
      />
      <Problem text={problem} />
      <div>
        <Button type="submit" variant="primary" busy={busy}>
          {t.debrief.record}
        </Button>
      </div>
    </form>
  );
}
