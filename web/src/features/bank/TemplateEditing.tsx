import type { InterviewPlan, QuestionBank } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { PlanEditor } from '../../widgets/interview/PlanEditor';
import { usePageHeading } from '../../widgets/Page';
import { inPlaceOf } from './item-keys';

export interface Edited {
  template: InterviewPlan;
  isNew: boolean;
}

interface TemplateEditingProps {
  edited: Edited;
  bank: QuestionBank;
  onSave: (bank: QuestionBank) => void;
  onCancel: () => void;
}

/** Edits one template in place of the bank, which stays unchanged meanwhile. */
export function TemplateEditing({ edited, bank, onSave, onCancel }: TemplateEditingProps) {
  const t = useStrings();
  const { template, isNew } = edited;
  const title = isNew ? t.bank.newTemplateTitle : t.bank.editTemplateTitle;
  const heading = usePageHeading(title);
  const save = (plan: InterviewPlan) => {
    const after = inPlaceOf(template, plan);
    const templates = bank.templates.some((one) => one === template)
      ? bank.templates.map((one) => (one === template ? after : one))
      : [...bank.templates, after];
    onSave({ ...bank, templates });
  };
  return (
    <div className="bank">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <PlanEditor
        headings="h2"
        plan={template}
        bank={bank.questions}
        saveLabel={t.bank.saveTemplate}
        onSave={async (plan) => save(plan)}
        onCancel={onCancel}
      />
    </div>
  );
}
