import { ClipboardList, Pencil, Plus } from 'lucide-react';
import { useStartInterview } from '../../actions/useStartInterview';
import { LIMITS } from '../../lib/plan-limits';
import type { InterviewPlan, QuestionBank } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ItemActions } from '../../widgets/interview/ItemActions';
import { RemovedItem } from '../../widgets/interview/RemovedItem';
import { useItemOrder } from '../../widgets/interview/useItemOrder';
import { keyOf } from './item-keys';
import type { Edited } from './TemplateEditing';

interface TemplatesProps {
  bank: QuestionBank;
  onChange: (bank: QuestionBank) => void;
  onEdit: (edited: Edited) => void;
}

/** Templates of the bank, from which interviews start. */
export function Templates({ bank, onChange, onEdit }: TemplatesProps) {
  const t = useStrings();
  const start = useStartInterview();
  const { templates } = bank;
  const full = templates.length >= LIMITS.templates;
  const order = useItemOrder({
    items: templates,
    shown: templates.map((_, at) => at),
    keyOf,
    nameOf: t.bank.template,
    copy: (template) => ({ ...template }),
    onChange: (next) => onChange({ ...bank, templates: next }),
  });
  const { removed } = order;

  const rows = templates.map((template, at) => {
    const key = keyOf(template);
    const name = t.bank.template(at + 1);
    return (
      <li key={key} data-item={key} className="bank-row" aria-label={name}>
        <div className="template-line">
          <p className="template-title">{template.title}</p>
          <p className="question-line-facts">{factsOf(template, t.bank.templateFacts)}</p>
          <Button size="small" icon={ClipboardList} onClick={() => start(template)}>
            {t.bank.use}
          </Button>
        </div>
        <ItemActions
          name={name}
          first={at === 0}
          last={at === templates.length - 1}
          full={full}
          onMove={(by) => order.move(at, by)}
          onDuplicate={() => order.duplicate(at)}
          onRemove={() => order.remove(at)}
        >
          <IconButton
            label={t.ordering.edit(name)}
            icon={Pencil}
            data-part="edit"
            onClick={() => onEdit({ template, isNew: false })}
          />
        </ItemActions>
      </li>
    );
  });
  if (removed) {
    const name = t.bank.template(removed.at + 1);
    rows.splice(removed.at, 0, <RemovedItem key="removed" name={name} onUndo={order.undo} />);
  }

  const blank = (): InterviewPlan => ({
    title: '',
    sections: [],
    questions: [],
    criteria: t.bank.criteria.map((title, at) => ({ id: at + 1, title })),
  });

  return (
    <div className="bank-part">
      <div className="bank-bar">
        <Button
          variant="primary"
          icon={Plus}
          disabled={full}
          onClick={() => onEdit({ template: blank(), isNew: true })}
        >
          {t.bank.addTemplate}
        </Button>
        {full && <p className="field-note">{t.bank.full(LIMITS.templates)}</p>}
      </div>
      {templates.length === 0 && !removed && (
        <div className="bank-empty">
          <h2>{t.bank.noTemplatesTitle}</h2>
          <p>{t.bank.noTemplatesText}</p>
        </div>
      )}
      <ul className="item-list" ref={order.list} tabIndex={-1}>
        {rows}
      </ul>
    </div>
  );
}

function factsOf(
  { sections, questions, criteria }: InterviewPlan,
  words: (sections: number, minutes: number, questions: number, criteria: number) => string,
): string {
  const minutes = sections.reduce((sum, section) => sum + section.minutes, 0);
  return words(sections.length, minutes, questions.length, criteria.length);
}
