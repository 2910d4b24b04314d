import { ClipboardList, Library } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useStartInterview } from '../../actions/useStartInterview';
import { bankKeys } from '../../lib/question-bank-key';
import type { InterviewPlan } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { part } from '../../widgets/part';

// Visitors without a question bank do not load this code.
const TemplateField = part(() => import('./TemplateField'));

/** Starts an interview, optionally from a template. `children` share the button's row. */
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
        {bankKey && <TemplateField bankKey={bankKey} chosen={template} onChoose={setTemplate} />}
        <Link href="/questions" className="landing-bank">
          <Library aria-hidden="true" />
          {t.startInterview.bankLink}
        </Link>
      </div>
    </>
  );
}
