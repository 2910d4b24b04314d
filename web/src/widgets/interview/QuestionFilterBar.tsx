import './QuestionFilterBar.css';

import { Gauge, Search, Tag } from 'lucide-react';

import { categoriesOf, type QuestionFilter } from '../../lib/question-filter';
import type { Difficulty, QuestionSpec } from '../../protocol/protocol.gen';
import { useLanguage, useStrings } from '../../strings';
import { SelectField } from '../../ui/SelectField';
import { difficultyOptions } from './QuestionEditor';

interface QuestionFilterBarProps {
  questions: readonly QuestionSpec[];
  filter: QuestionFilter;
  found: number;
  onChange: (filter: QuestionFilter) => void;
}

/** Filters questions by words, category and difficulty, and shows their number. */
export function QuestionFilterBar({ questions, filter, found, onChange }: QuestionFilterBarProps) {
  const t = useStrings();
  const language = useLanguage();
  const categories = categoriesOf(questions, language);
  // A category that no longer exists stays selected.
  if (filter.category && !categories.includes(filter.category)) categories.push(filter.category);
  return (
    <search className="question-filter">
      <div className="question-filter-fields">
        <div className="question-filter-text">
          <Search aria-hidden="true" />
          <input
            type="search"
            className="field-control"
            aria-label={t.picker.search}
            placeholder={t.picker.search}
            autoComplete="off"
            value={filter.text}
            onChange={(event) => onChange({ ...filter, text: event.currentTarget.value })}
          />
        </div>
        <SelectField
          label={t.question.category}
          icon={Tag}
          options={[
            { value: '', label: t.picker.anyCategory },
            ...categories.map((category) => ({ value: category, label: category })),
          ]}
          value={filter.category}
          onChange={(category) => onChange({ ...filter, category })}
        />
        <SelectField
          label={t.question.difficulty}
          icon={Gauge}
          options={difficultyOptions(t.picker.anyDifficulty, t.question.difficulties)}
          value={filter.difficulty}
          onChange={(difficulty) =>
            onChange({ ...filter, difficulty: difficulty as Difficulty | '' })
          }
        />
      </div>
      <p className="question-filter-found" role="status">
        {found === 0 && questions.length > 0
          ? t.picker.none
          : t.picker.shown(found, questions.length)}
      </p>
    </search>
  );
}
