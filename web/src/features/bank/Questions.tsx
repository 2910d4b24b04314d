import { Pencil, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';

import { moveItem } from '../../lib/list-edits';
import { LIMITS } from '../../lib/plan-limits';
import { ANY_QUESTION, categoriesOf, isFiltered, placesOf } from '../../lib/question-filter';
import type { QuestionBank, QuestionSpec } from '../../protocol/protocol.gen';
import { announce } from '../../stores/toasts';
import { useLanguage, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ItemActions } from '../../widgets/interview/ItemActions';
import { QuestionFilterBar } from '../../widgets/interview/QuestionFilterBar';
import { QuestionLine } from '../../widgets/interview/QuestionLine';
import { RemovedItem } from '../../widgets/interview/RemovedItem';
import { useItemOrder } from '../../widgets/interview/useItemOrder';
import { inPlaceOf, keyOf } from './item-keys';
import { QuestionForm } from './QuestionForm';

interface QuestionsProps {
  bank: QuestionBank;
  onChange: (bank: QuestionBank) => void;
}

const AT_ONCE = 50;

/** Questions of the bank: search, edit, add and order. Long lists show one part at a time. */
export function Questions({ bank, onChange }: QuestionsProps) {
  const t = useStrings();
  const language = useLanguage();
  const { questions } = bank;
  const [filter, setFilter] = useState(ANY_QUESTION);
  const [most, setMost] = useState(AT_ONCE);
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const places = useMemo(() => placesOf(questions, filter), [questions, filter]);
  const categories = useMemo(() => categoriesOf(questions, language), [questions, language]);
  const full = questions.length >= LIMITS.bankQuestions;
  const shown = places.slice(0, most);
  const hidden = places.length - shown.length;

  const setQuestions = (next: QuestionSpec[]) => onChange({ ...bank, questions: next });
  const order = useItemOrder({
    items: questions,
    shown: places,
    keyOf,
    nameOf: t.plan.question,
    copy: (question) => ({ ...question }),
    onChange: setQuestions,
  });
  const add = (question: QuestionSpec) => {
    order.focusOn(question, '[data-part=edit]');
    order.apply([question, ...questions]);
    setAdding(false);
    setFilter(ANY_QUESTION);
  };
  const save = (at: number, before: QuestionSpec, question: QuestionSpec, number: number) => {
    const after = inPlaceOf(before, question);
    order.focusOn(after, '[data-part=edit]');
    const changed = questions.map((one) => (one === before ? after : one));
    order.apply(moveItem(changed, at, number - 1));
    if (number !== at + 1) announce(t.ordering.movedTo(number, questions.length));
    setEditing(null);
  };
  const cancel = (question: QuestionSpec) => {
    order.focusOn(question, '[data-part=edit]');
    setEditing(null);
  };

  const { removed } = order;
  const rows = shown.flatMap((at) => {
    const question = questions[at];
    if (!question) return [];
    const key = keyOf(question);
    const name = t.plan.question(at + 1);
    return (
      <li key={key} data-item={key} className="bank-row" aria-label={name}>
        {editing === key ? (
          <QuestionForm
            question={question}
            categories={categories}
            place={{ number: at + 1, count: questions.length }}
            onSave={(next, number) => save(at, question, next, number)}
            onCancel={() => cancel(question)}
          />
        ) : (
          <>
            <QuestionLine question={question} />
            <ItemActions
              name={name}
              first={at === places[0]}
              last={at === places.at(-1)}
              full={full}
              onMove={(by) => order.move(at, by)}
              onDuplicate={() => order.duplicate(at)}
              onRemove={() => order.remove(at)}
            >
              <IconButton
                label={t.ordering.edit(name)}
                icon={Pencil}
                data-part="edit"
                onClick={() => setEditing(key)}
              />
            </ItemActions>
          </>
        )}
      </li>
    );
  });
  if (removed) {
    const before = shown.filter((at) => at < removed.at).length;
    const name = t.plan.question(removed.at + 1);
    rows.splice(before, 0, <RemovedItem key="removed" name={name} onUndo={order.undo} />);
  }

  return (
    <div className="bank-part">
      <div className="bank-bar">
        <Button
          variant="primary"
          icon={Plus}
          disabled={full || adding}
          onClick={() => setAdding(true)}
        >
          {t.bank.add}
        </Button>
        {full && <p className="field-note">{t.bank.full(LIMITS.bankQuestions)}</p>}
      </div>
      {adding && (
        <section className="bank-row" aria-label={t.bank.addTitle}>
          <QuestionForm
            categories={categories}
            onSave={add}
            onCancel={() => {
              setAdding(false);
            }}
          />
        </section>
      )}
      {questions.length > 0 ? (
        <QuestionFilterBar
          questions={questions}
          filter={filter}
          found={places.length}
          onChange={(next) => {
            setFilter(next);
            setMost(AT_ONCE);
          }}
        />
      ) : (
        !adding && (
          <div className="bank-empty">
            <h2>{t.bank.emptyTitle}</h2>
            <p>{t.bank.emptyText}</p>
          </div>
        )
      )}
      <ul className="item-list" ref={order.list} tabIndex={-1}>
        {rows}
      </ul>
      {places.length === 0 && isFiltered(filter) && (
        <Button variant="quiet" onClick={() => setFilter(ANY_QUESTION)}>
          {t.bank.clearFilter}
        </Button>
      )}
      {hidden > 0 && (
        <Button variant="quiet" onClick={() => setMost(most + AT_ONCE)}>
          {t.picker.more(Math.min(hidden, AT_ONCE))}
        </Button>
      )}
    </div>
  );
}
