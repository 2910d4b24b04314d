import { LayoutTemplate } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { BankKey } from '../../lib/question-bank-key';
import type { InterviewPlan } from '../../protocol/protocol.gen';
import { getBank } from '../../rtc/bank-api';
import { useStrings } from '../../strings';
import { SelectField } from '../../ui/SelectField';

interface TemplateFieldProps {
  bankKey: BankKey;
  chosen: InterviewPlan | null;
  onChoose: (template: InterviewPlan | null) => void;
}

/** Choice of a template of this browser's bank; renders nothing if the bank has none. */
export default function TemplateField({ bankKey, chosen, onChoose }: TemplateFieldProps) {
  const t = useStrings();
  const [templates, setTemplates] = useState<InterviewPlan[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    getBank(bankKey).then(
      ({ bank }) => wanted && setTemplates(bank.templates),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [bankKey]);

  if (failed) return <p className="field-note">{t.startInterview.templatesMissing}</p>;
  if (templates.length === 0) return null;
  return (
    <SelectField
      label={t.startInterview.template}
      icon={LayoutTemplate}
      options={[
        { value: '', label: t.startInterview.none },
        ...templates.map(({ title }, at) => ({ value: String(at), label: title })),
      ]}
      value={chosen ? String(templates.indexOf(chosen)) : ''}
      onChange={(value) => onChoose(value === '' ? null : (templates[Number(value)] ?? null))}
    />
  );
}
