import { useEffect, useState } from 'react';

import type { Language } from '../../lib/language';
import { bankKeys } from '../../lib/question-bank-key';
import type { Criterion, InterviewPlan } from '../../protocol/protocol.gen';
import { getBank } from '../../rtc/bank-api';
import { strings, useLanguage } from '../../strings';

// Each language's plans load when the form is shown.
const STARTERS: Record<Language, () => Promise<{ starters: InterviewPlan[] }>> = {
  en: () => import('../../strings/starters.en'),
  de: () => import('../../strings/starters.de'),
};

/** The plans that an interview can start from: the shipped ones and the templates of this browser. */
export function usePlans(given: InterviewPlan | undefined) {
  const language = useLanguage();
  const [[bankKey]] = useState(bankKeys);
  const [templates, setTemplates] = useState<InterviewPlan[]>([]);
  const [starters, setStarters] = useState<InterviewPlan[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let wanted = true;
    // Without them one can still begin with no questions.
    STARTERS[language]().then(
      ({ starters }) => wanted && setStarters(starters),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [language]);
  useEffect(() => {
    if (!bankKey) return;
    let wanted = true;
    getBank(bankKey).then(
      ({ bank }) => wanted && setTemplates(bank.templates),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [bankKey]);

  const plans = new Map<string, InterviewPlan>();
  if (given) plans.set('given', given);
  for (const [at, template] of templates.entries()) plans.set(`template ${at}`, template);
  for (const [at, starter] of starters.entries()) plans.set(`starter ${at}`, starter);
  const t = strings().interviewSetup;
  const options = [...plans].map(([value, { title }]) => ({
    value,
    label: value.startsWith('starter') ? t.starter(title) : t.template(title),
  }));
  /** Criteria of an interview without a plan. */
  const criteria: Criterion[] = starters[0]?.criteria ?? [];
  return { options, planOf: (choice: string) => plans.get(choice), criteria, failed };
}
