import './ScorecardForm.css';

import { MessageSquarePlus } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

import { type ScorecardDraft, withRating } from '../../lib/scorecard-draft';
import type { Criterion, Rating, Recommendation } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { TextArea } from '../../ui/TextArea';
import { MAX_LONG } from './limits';

interface ScorecardFormProps {
  draft: ScorecardDraft;
  criteria: readonly Criterion[];
  disabled: boolean;
  onChange: (draft: ScorecardDraft) => void;
}

/** Scorecard form: scores, private notes and a recommendation. */
export function ScorecardForm({ draft, criteria, disabled, onChange }: ScorecardFormProps) {
  const t = useStrings().interview;
  return (
    <fieldset className="interview-scorecard" disabled={disabled} aria-label={t.scorecard}>
      {criteria.length === 0 && <p className="interview-none">{t.noCriteria}</p>}
      {criteria.map((criterion) => (
        <CriterionField
          key={criterion.id}
          criterion={criterion}
          rating={draft.ratings.find((rating) => rating.criterion === criterion.id)}
          onChange={(rating) => onChange(withRating(draft, rating))}
        />
      ))}
      <Choice<Recommendation>
        legend={t.recommendation}
        options={RECOMMENDATIONS.map((value) => ({ value, label: t.recommendations[value] }))}
        chosen={draft.recommendation}
        onChoose={(recommendation) => onChange({ ...draft, recommendation })}
      />
      <TextArea
        label={t.onlyForYou}
        hint={t.onlyForYouHint}
        rows={1}
        value={draft.private_notes}
        maxLength={MAX_LONG}
        dir="auto"
        onChange={(event) => onChange({ ...draft, private_notes: event.currentTarget.value })}
      />
    </fieldset>
  );
}

const RECOMMENDATIONS = [
  'strong_no',
  'no',
  'yes',
  'strong_yes',
] as const satisfies Recommendation[];
const STARS = [1, 2, 3, 4, 5];

interface CriterionFieldProps {
  criterion: Criterion;
  rating: Rating | undefined;
  onChange: (rating: Rating) => void;
}

function CriterionField({ criterion, rating, onChange }: CriterionFieldProps) {
  const t = useStrings();
  const { id, title, rubric } = criterion;
  const [commenting, setCommenting] = useState(false);
  const comment = rating?.comment ?? '';
  const open = rating !== undefined && (commenting || comment !== '');
  return (
    <div className="interview-scorecard-criterion">
      <Choice<number>
        legend={title}
        hint={rubric}
        options={STARS.map((value) => ({
          value,
          label: String(value),
          meaning: t.interview.scale[value - 1],
        }))}
        chosen={rating?.stars}
        onChoose={(stars) => onChange({ ...rating, criterion: id, stars })}
      >
        {rating && !open && (
          <Button
            size="small"
            variant="quiet"
            icon={MessageSquarePlus}
            onClick={() => setCommenting(true)}
          >
            {t.interviewPanel.addComment}
          </Button>
        )}
      </Choice>
      {open && (
        <TextArea
          label={t.interview.comment}
          rows={1}
          value={comment}
          maxLength={MAX_LONG}
          dir="auto"
          autoFocus={commenting}
          onChange={(event) => {
            const { comment: _, ...rest } = rating;
            const text = event.currentTarget.value;
            // An emptied field stays where it is.
            setCommenting(true);
            onChange(text === '' ? rest : { ...rest, comment: text });
          }}
        />
      )}
    </div>
  );
}

interface ChoiceProps<T> {
  legend: string;
  hint?: string | undefined;
  options: { value: T; label: string; meaning?: string | undefined }[];
  chosen: T | undefined;
  onChoose: (value: T) => void;
  /** Content beside the legend. */
  children?: ReactNode;
}

/** Choices side by side, made of native radio buttons. */
function Choice<T extends string | number>({
  legend,
  hint,
  options,
  chosen,
  onChoose,
  children,
}: ChoiceProps<T>) {
  const name = useId();
  const hintId = useId();
  return (
    <fieldset className="interview-choice" aria-describedby={hint ? hintId : undefined}>
      <legend className="field-label" dir="auto">
        {legend}
      </legend>
      {hint && (
        <p id={hintId} className="interview-choice-hint" dir="auto">
          {hint}
        </p>
      )}
      {children}
      <div className="interview-choice-options">
        {options.map(({ value, label, meaning }) => (
          <label key={value} className="interview-choice-option">
            <input
              type="radio"
              name={name}
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            <span>
              {label}
              {meaning && <small> {meaning}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
