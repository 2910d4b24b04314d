import './QuestionEditor.css';

import { Gauge } from 'lucide-react';
import { useId } from 'react';

import type { Faults, QuestionDraft, QuestionField } from '../../lib/plan-draft';
import type { Difficulty } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { SelectField } from '../../ui/SelectField';
import { TextArea } from '../../ui/TextArea';
import { TextField } from '../../ui/TextField';
import { faultText } from './fault-text';

interface QuestionEditorProps {
  draft: QuestionDraft;
  faults: Faults<QuestionField> | undefined;
  /** Existing categories, offered while one is typed. */
  categories: string[];
  onChange: (draft: QuestionDraft) => void;
}

/** Fields of a question. The caller keeps, checks and saves the text. */
export function QuestionEditor({ draft, faults, categories, onChange }: QuestionEditorProps) {
  const t = useStrings();
  const listId = useId();
  const change = (patch: Partial<QuestionDraft>) => onChange({ ...draft, ...patch });
  return (
    <div className="question-editor">
      <div className="question-editor-fields">
        <div className="question-editor-wide">
          <TextArea
            label={t.question.text}
            hint={t.question.textHint}
            error={faultText(t, faults?.text)}
            value={draft.text}
            onChange={(event) => change({ text: event.currentTarget.value })}
          />
        </div>
        <TextField
          label={t.question.category}
          hint={t.question.categoryHint}
          error={faultText(t, faults?.category)}
          value={draft.category}
          list={categories.length > 0 ? listId : undefined}
          autoComplete="off"
          onChange={(event) => change({ category: event.currentTarget.value })}
        />
        {categories.length > 0 && (
          <datalist id={listId}>
            {categories.map((category) => (
              <option key={category} value={category} />
            ))}
          </datalist>
        )}
        <SelectField
          label={t.question.difficulty}
          icon={Gauge}
          options={difficultyOptions(t.question.noDifficulty, t.question.difficulties)}
          value={draft.difficulty}
          onChange={(value) => change({ difficulty: value as Difficulty | '' })}
        />
        <TextField
          label={t.question.minutes}
          hint={t.question.minutesHint}
          error={faultText(t, faults?.minutes)}
          value={draft.minutes}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => change({ minutes: event.currentTarget.value })}
        />
        <div className="question-editor-wide">
          <TextArea
            label={t.question.points}
            hint={t.question.pointsHint}
            error={faultText(t, faults?.points)}
            rows={3}
            value={draft.points}
            onChange={(event) => change({ points: event.currentTarget.value })}
          />
        </div>
        <div className="question-editor-wide">
          <TextArea
            label={t.question.notes}
            hint={t.question.notesHint}
            error={faultText(t, faults?.notes)}
            value={draft.notes}
            onChange={(event) => change({ notes: event.currentTarget.value })}
          />
        </div>
      </div>
    </div>
  );
}

/** Options of a difficulty, with a first entry for none. */
export function difficultyOptions(none: string, names: Record<Difficulty, string>) {
  const difficulties = ['easy', 'medium', 'hard'] as const;
  return [
    { value: '', label: none },
    ...difficulties.map((value) => ({ value, label: names[value] })),
  ];
}
