import './DebriefPage.css';

import { ArrowLeft, Pencil, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';

import { readiness } from '../../lib/debrief';
import type { InterviewReport, MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { Notice } from '../../ui/Notice';
import { Problem } from '../../ui/Problem';
import { MessagePage, Page, usePageHeading } from '../../widgets/Page';
import { part } from '../../widgets/part';
import { ComparisonTable } from './ComparisonTable';
import { DecisionPart } from './DecisionPart';
import { isPassing, useReport } from './useReport';

const DetailsDialog = part(() => import('../../widgets/interview/DetailsDialog'), 'setup');

/** `/i/{id}/debrief`: interviewers compare their scorecards and record what they decide. */
export default function DebriefPage({ code }: { code: string }) {
  const t = useStrings();
  const { id, token, loaded, busy, refresh } = useReport(code);
  const [editing, setEditing] = useState(false);
  const stopEditing = () => setEditing(false);
  if (loaded.state === 'failed') {
    return (
      <MessagePage
        title={t.debrief.failedTitle}
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
  if (loaded.state === 'loading' || !id || !token) {
    return (
      <Page>
        <p role="status">{t.report.loading}</p>
      </Page>
    );
  }
  return (
    <Page>
      <div className="debrief">
        <div className="debrief-actions">
          <Link href={`/i/${id}/report`} className="button" data-variant="quiet" data-size="medium">
            <ArrowLeft aria-hidden="true" />
            {t.debrief.report}
          </Link>
          <Button icon={Pencil} onClick={() => setEditing(true)}>
            {t.interview.editDetails}
          </Button>
          <Button icon={RefreshCw} busy={busy} onClick={refresh}>
            {t.report.refresh}
          </Button>
        </div>
        {loaded.stale && <Problem text={t.report.failed[loaded.stale]} />}
        {editing && (
          <DetailsDialog
            id={id}
            token={token}
            onSaved={refresh}
            onCancel={stopEditing}
            onClose={stopEditing}
          />
        )}
        <Debrief id={id} token={token} report={loaded.report} onRecorded={refresh} />
      </div>
    </Page>
  );
}

interface DebriefProps {
  id: MeetingId;
  token: string;
  report: InterviewReport;
  onRecorded: () => void;
}

function Debrief({ id, token, report, onRecorded }: DebriefProps) {
  const t = useStrings();
  const heading = usePageHeading(t.debrief.pageTitle(report.title));
  const [anyway, setAnyway] = useState(false);
  const state = readiness(report, token.split('.')[0] ?? '');
  const { candidate, scheduled_at } = report.details;
  const at = scheduled_at ?? report.started_at;
  const facts = [candidate, at !== undefined && t.report.at(new Date(at))].filter(Boolean);
  return (
    <>
      <header>
        <p className="debrief-label">{t.debrief.label}</p>
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {report.title}
        </h1>
        {facts.length > 0 && (
          <p className="debrief-facts" dir="auto">
            {facts.join(' · ')}
          </p>
        )}
      </header>
      {state === 'own_missing' && (
        <>
          <Notice tone="info" title={t.debrief.ownMissing}>
            <p>{t.debrief.ownMissingText}</p>
          </Notice>
          <div>
            <LinkButton href={`/i/${id}`} variant="primary">
              {t.report.back}
            </LinkButton>
          </div>
        </>
      )}
      {state === 'others_missing' && !anyway && (
        <>
          <Notice tone="info" title={t.debrief.waiting}>
            <p>{t.debrief.waitingFor(report.awaited, report.withheld_scorecards)}</p>
          </Notice>
          <div>
            <Button onClick={() => setAnyway(true)}>{t.debrief.anyway}</Button>
          </div>
        </>
      )}
      {(state === 'ready' || (state === 'others_missing' && anyway)) && (
        <>
          <ComparisonTable report={report} />
          <DecisionPart
            // A decision by somebody else replaces the one that is shown.
            key={report.decision?.decided_at ?? 0}
            id={id}
            token={token}
            decision={report.decision}
            onRecorded={onRecorded}
          />
        </>
      )}
    </>
  );
}
