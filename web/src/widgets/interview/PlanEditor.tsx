import './PlanEditor.css';

import { ChevronDown, ChevronUp, Library } from 'lucide-react';
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

import {
  type CriterionDraft,
  countFaults,
  draftOfPlan,
  draftOfQuestion,
  type Faults,
  faultsOfPlan,
  freeId,
  isTyped,
  type PlanDraft,
  planOf,
  type QuestionDraft,
  questionOf,
  type SectionDraft,
} from '../../lib/plan-draft';
import { LIMITS } from '../../lib/plan-limits';
import { categoriesOf } from '../../lib/question-filter';
import { randomId } from '../../lib/random-id';
import type { InterviewPlan, QuestionSpec } from '../../protocol/protocol.gen';
import { announce } from '../../stores/toasts';
import { useLanguage, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { TextField } from '../../ui/TextField';
import { BankPicker } from './BankPicker';
import { DiscardDialog } from './DiscardDialog';
import { faultText } from './fault-text';
import { ItemList } from './ItemList';
import { QuestionEditor } from './QuestionEditor';
import { QuestionLine } from './QuestionLine';
import { useLeaveGuard } from './useLeaveGuard';

interface PlanEditorProps {
  plan: InterviewPlan;
  /** Rejects with an error whose message tells a person why the plan was not saved. */
  onSave: (plan: InterviewPlan) => Promise<void>;
  onCancel: () => void;
  saveLabel?: string;
  /** Questions of the bank to pick from. */
  bank?: readonly QuestionSpec[];
  /** Called when unsaved text appears or is gone. */
  onChanged?: (changed: boolean) => void;
  /** Heading level of the parts: one below the page or dialog around the editor. */
  headings?: 'h2' | 'h3';
}

/**
 * Edits a plan: title, sections, questions, criteria. The text stays here until it is saved.
 * Problems show at their fields before anything is sent.
 */
export function PlanEditor({
  plan,
  onSave,
  onCancel,
  saveLabel,
  bank = [],
  onChanged,
  headings = 'h3',
}: PlanEditorProps) {
  const t = useStrings();
  const language = useLanguage();
  const [draft, setDraft] = useState(() => draftOfPlan(plan));
  const [before, setBefore] = useState(draft);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(0);
  const [saving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState<'bank' | 'discard' | null>(null);
  const editor = useRef<HTMLDivElement>(null);

  const changed = draft !== before;
  useLeaveGuard(changed);
  useEffect(() => onChanged?.(changed), [onChanged, changed]);
  const faults = faultsOfPlan(draft);
  const count = countFaults(faults);
  const titleFault = faults.title && { title: faults.title };

  useLayoutEffect(() => {
    if (tried > 0) editor.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tried]);

  const change = (patch: Partial<PlanDraft>) => setDraft((now) => ({ ...now, ...patch }));
  /** Empty fields are reported only after the person had time to fill them. */
  const shown = <Field extends string>(of: Faults<Field> | undefined): Faults<Field> =>
    tried > 0 ? (of ?? {}) : typedOnly(of);
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };

  const save = async () => {
    if (saving) return;
    setRefusal(null);
    if (count > 0) {
      setOpen(new Set([...open, ...faults.questions.keys()]));
      setTried(tried + 1);
      announce(t.plan.faults(count));
      return;
    }
    setSaving(true);
    try {
      await onSave(planOf(draft));
      setBefore(draft);
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      setRefusal([t.plan.notSaved, why].filter(Boolean).join(' '));
    }
    setSaving(false);
  };

  const setSections = (sections: SectionDraft[]) =>
    change({ sections, lastSectionId: highest(draft.lastSectionId, sections) });
  const setCriteria = (criteria: CriterionDraft[]) =>
    change({ criteria, lastCriterionId: highest(draft.lastCriterionId, criteria) });
  const makeQuestion = () => {
    const question = draftOfQuestion();
    setOpen(new Set([...open, question.key]));
    return question;
  };
  const take = (questions: QuestionSpec[]) => {
    change({ questions: [...draft.questions, ...questions.map(draftOfQuestion)] });
    setAsking(null);
    announce(t.picker.taken(questions.length));
  };

  const newSectionId = () => freeId(draft.lastSectionId, draft.sections);
  const newCriterionId = () => freeId(draft.lastCriterionId, draft.criteria);
  const minutes = draft.sections.reduce((sum, section) => sum + (Number(section.minutes) || 0), 0);
  const categories = categoriesOf([...bank, ...draft.questions], language);

  return (
    <div className="plan-editor" ref={editor}>
      <TextField
        label={t.plan.title}
        hint={t.plan.titleHint}
        error={faultText(t, shown(titleFault).title)}
        value={draft.title}
        autoComplete="off"
        onChange={(event) => change({ title: event.currentTarget.value })}
      />

      <Part
        heading={headings}
        title={t.plan.sections}
        hint={t.plan.sectionsHint}
        aside={draft.sections.length > 0 && t.plan.total(minutes)}
      >
        <ItemList
          items={draft.sections}
          nameOf={t.plan.section}
          addLabel={t.plan.addSection}
          max={LIMITS.sections}
          make={() => ({ key: randomId(), id: newSectionId(), title: '', minutes: '10' })}
          copy={(section) => ({ ...section, key: randomId(), id: newSectionId() })}
          onChange={setSections}
          show={(section, put) => {
            const wrong = shown(faults.sections.get(section.key));
            return (
              <div className="plan-section">
                <TextField
                  label={t.plan.itemTitle}
                  error={faultText(t, wrong.title)}
                  value={section.title}
                  autoComplete="off"
                  onChange={(event) => put({ ...section, title: event.currentTarget.value })}
                />
                <TextField
                  label={t.plan.minutes}
                  error={faultText(t, wrong.minutes)}
                  value={section.minutes}
                  inputMode="numeric"
                  autoComplete="off"
                  onChange={(event) => put({ ...section, minutes: event.currentTarget.value })}
                />
              </div>
            );
          }}
        />
      </Part>

      <Part heading={headings} title={t.plan.questions} hint={t.plan.questionsHint}>
        <ItemList
          items={draft.questions}
          nameOf={t.plan.question}
          addLabel={t.plan.addQuestion}
          max={LIMITS.planQuestions}
          make={makeQuestion}
          copy={(question): QuestionDraft => ({ ...question, key: randomId() })}
          onChange={(questions) => change({ questions })}
          more={(question, name) => (
            <IconButton
              label={t.ordering.edit(name)}
              icon={open.has(question.key) ? ChevronUp : ChevronDown}
              aria-expanded={open.has(question.key)}
              onClick={() => toggle(question.key)}
            />
          )}
          show={(question, put) =>
            open.has(question.key) ? (
              <QuestionEditor
                draft={question}
                faults={shown(faults.questions.get(question.key))}
                categories={categories}
                onChange={put}
              />
            ) : (
              <QuestionLine question={questionOf(question)} />
            )
          }
        >
          {bank.length > 0 && (
            <Button
              size="small"
              icon={Library}
              disabled={draft.questions.length >= LIMITS.planQuestions}
              onClick={() => setAsking('bank')}
            >
              {t.picker.open}
            </Button>
          )}
        </ItemList>
      </Part>

      <Part heading={headings} title={t.plan.criteria} hint={t.plan.criteriaHint}>
        <ItemList
          items={draft.criteria}
          nameOf={t.plan.criterion}
          addLabel={t.plan.addCriterion}
          max={LIMITS.criteria}
          make={() => ({ key: randomId(), id: newCriterionId(), title: '', rubric: '' })}
          copy={(criterion) => ({ ...criterion, key: randomId(), id: newCriterionId() })}
          onChange={setCriteria}
          show={(criterion, put) => {
            const wrong = shown(faults.criteria.get(criterion.key));
            return (
              <div className="plan-criterion">
                <TextField
                  label={t.plan.itemTitle}
                  error={faultText(t, wrong.title)}
                  value={criterion.title}
                  autoComplete="off"
                  onChange={(event) => put({ ...criterion, title: event.currentTarget.value })}
                />
                <TextArea
                  label={t.plan.rubric}
                  hint={t.plan.rubricHint}
                  error={faultText(t, wrong.rubric)}
                  value={criterion.rubric}
                  onChange={(event) => put({ ...criterion, rubric: event.currentTarget.value })}
                />
              </div>
            );
          }}
        />
      </Part>

      <div className="plan-editor-foot">
        <Problem text={refusal ?? (tried > 0 && count > 0 ? t.plan.faults(count) : null)} />
        <div className="plan-editor-answers">
          <Button onClick={() => (changed ? setAsking('discard') : onCancel())}>
            {t.plan.cancel}
          </Button>
          <Button variant="primary" busy={saving} onClick={() => void save()}>
            {saveLabel ?? t.plan.save}
          </Button>
        </div>
      </div>

      {asking === 'bank' && (
        <BankPicker
          bank={bank}
          room={LIMITS.planQuestions - draft.questions.length}
          onTake={take}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'discard' && (
        <DiscardDialog onKeep={() => setAsking(null)} onDiscard={onCancel} />
      )}
    </div>
  );
}

interface PartProps {
  heading: 'h2' | 'h3';
  title: string;
  hint: string;
  aside?: ReactNode;
  children: ReactNode;
}

function Part({ heading: Heading, title, hint, aside, children }: PartProps) {
  const titleId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot be a heading with buttons beside it.
    <div className="plan-part" role="group" aria-labelledby={titleId}>
      <div className="plan-part-head">
        <Heading id={titleId}>{title}</Heading>
        {aside && <span className="plan-part-total">{aside}</span>}
        <p className="field-note">{hint}</p>
      </div>
      {children}
    </div>
  );
}

function typedOnly<Field extends string>(faults: Faults<Field> = {}): Faults<Field> {
  const typed = Object.entries(faults).filter(([, fault]) => isTyped(fault as never));
  return Object.fromEntries(typed) as Faults<Field>;
}

function highest(last: number, items: { id: number }[]): number {
  return Math.max(last, ...items.map(({ id }) => id));
}
