import { useId } from 'react';

import { type ScorecardDraft, withRating } from '../../lib/scorecard-draft';
import type { Criterion, Rating, Recommendation } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { TextArea } from '../../ui/TextArea';
import { MAX_LONG } from './Notes';

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
        pairs
        chosen={draft.recommendation}
        onChoose={(recommendation) => onChange({ ...draft, recommendation })}
      />
      <TextArea
        label={t.onlyForYou}
        hint={t.onlyForYouHint}
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
  const t = useStrings().interview;
  const { id, title, rubric } = criterion;
  return (
    <div className="interview-scorecard-criterion">
      <Choice<number>
        legend={title}
        hint={rubric}
        options={STARS.map((value) => ({
          value,
          label: String(value),
          meaning: t.scale[value - 1],
        }))}
        chosen={rating?.stars}
        onChoose={(stars) => onChange({ ...rating, criterion: id, stars })}
      />
      {rating && (
        <TextArea
          label={t.comment}
          rows={1}
          value={rating.comment ?? ''}
          maxLength={MAX_LONG}
          dir="auto"
          onChange={(event) => {
            const { comment: _, ...rest } = rating;
            const comment = event.currentTarget.value;
            onChange(comment === '' ? rest : { ...rest, comment });
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
  /** Places two choices a row, for long labels. */
  pairs?: boolean;
  onChoose: (value: T) => void;
}

/** Choices side by side, made of native radio buttons. */
function Choice<T extends string | number>({
  legend,
  hint,
  options,
  chosen,
  pairs = false,
  onChoose,
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
      <div className="interview-choice-options" data-pairs={pairs ? '' : undefined}>
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
