import { ClipboardList, Library } from 'lucide-react';
import { Link } from 'wouter';
import { useStartInterview } from '../../actions/useStartInterview';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** Leads to the page that sets up an interview. `children` share the button's row. */
export function StartInterview({ children }: { children: React.ReactNode }) {
  const t = useStrings();
  const start = useStartInterview();
  return (
    <>
      <div className="landing-starts">
        {children}
        <Button size="large" icon={ClipboardList} onClick={() => start()}>
          {t.startInterview.start}
        </Button>
      </div>
      <div className="landing-interviews">
        <Link href="/questions" className="landing-bank">
          <Library aria-hidden="true" />
          {t.startInterview.bankLink}
        </Link>
      </div>
    </>
  );
}
