import './ReportPage.css';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { Problem } from '../../ui/Problem';
import { MessagePage, Page, usePageHeading } from '../../widgets/Page';
import { Actions } from './Actions';
import { ReportView } from './ReportView';
import { isPassing, useReport } from './useReport';

/** Interviewers' report of a whole interview on one page. */
export default function ReportPage({ code }: { code: string }) {
  const t = useStrings();
  const { id, token, loaded, busy, refresh } = useReport(code);
  if (loaded.state === 'failed') {
    return (
      <MessagePage
        title={t.report.failedTitle}
        actions={
          <>
            {isPassing(loaded.failure) && (
              <Button variant="primary" busy={busy} onClick={refresh}>
                {t.common.tryAgain}
              </Button>
            )}
            <LinkButton href="/">{t.common.home}</LinkButton>
          </>
        }
      >
        <p>{t.report.failed[loaded.failure]}</p>
      </MessagePage>
    );
  }
  if (loaded.state === 'loading' || !id || !token) return <Loading />;
  return (
    <Page>
      <div className="report-page">
        <Actions id={id} token={token} report={loaded.report} busy={busy} onRefresh={refresh} />
        {loaded.stale && <Problem text={t.report.failed[loaded.stale]} />}
        <ReportView report={loaded.report} ownLink={token.split('.')[0] ?? ''} />
      </div>
    </Page>
  );
}

function Loading() {
  const t = useStrings();
  const heading = usePageHeading(t.report.label);
  return (
    <Page>
      <h1 className="visually-hidden" ref={heading} tabIndex={-1}>
        {t.report.label}
      </h1>
      <p role="status">{t.report.loading}</p>
    </Page>
  );
}
