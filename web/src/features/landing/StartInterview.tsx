import { ClipboardList, Library } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'wouter';

import { bankKeys } from '../../lib/question-bank-key';
import type { InterviewPlan } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { useStartInterview } from '../../ui/useStartInterview';

// Who has no question bank does not load what reads it.
const TemplateField = lazy(() => import('./TemplateField'));

/** Starts an interview, from a template if there is one; beside it whatever else stands in the row. */
export function StartInterview({ children }: { children: React.ReactNode }) {
  const t = useStrings();
  const { start, busy, error } = useStartInterview();
  const [[bankKey]] = useState(bankKeys);
  const [template, setTemplate] = useState<InterviewPlan | null>(null);
  return (
    <>
      <div className="landing-starts">
        {children}
        <Button
          size="large"
          icon={ClipboardList}
          busy={busy}
          onClick={() => void start(template ?? undefined)}
        >
          {t.startInterview.start}
        </Button>
      </div>
      <Problem text={error} />
      <div className="landing-interviews">
        {bankKey && (
          <Suspense>
            <TemplateField bankKey={bankKey} chosen={template} onChoose={setTemplate} />
          </Suspense>
        )}
        <Link href="/questions" className="landing-bank">
          <Library aria-hidden="true" />
          {t.startInterview.bankLink}
        </Link>
      </div>
    </>
  );
}
