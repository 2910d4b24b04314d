import { ClipboardList, FileText, Link2, Pencil } from 'lucide-react';
import { useState } from 'react';

import { readLinkToken } from '../../lib/interview-links';
import type { InterviewPlan, MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { CopyCandidateLink } from '../../widgets/interview/CopyCandidateLink';
import { part } from '../../widgets/part';
import { LinksDialog } from './LinksDialog';

const DetailsDialog = part(() => import('../../widgets/interview/DetailsDialog'), 'setup');
const PlanDialog = part(() => import('./PlanDialog'), 'bank');

/** Interviewer's tools: links, plan and report. */
export function Tools({ id, plan }: { id: MeetingId; plan: InterviewPlan }) {
  const t = useStrings();
  const [open, setOpen] = useState<'links' | 'plan' | 'details' | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="interview-tools">
      <CopyCandidateLink id={id} size="small" />
      <Button size="small" icon={Link2} onClick={() => setOpen('links')}>
        {t.interview.links}
      </Button>
      <Button size="small" icon={ClipboardList} onClick={() => setOpen('plan')}>
        {t.interviewPanel.editPlan}
      </Button>
      <Button size="small" icon={Pencil} onClick={() => setOpen('details')}>
        {t.interview.editDetails}
      </Button>
      {/* A new tab: navigation in this one would leave the interview. */}
      <a
        className="button"
        data-variant="secondary"
        data-size="small"
        href={`/i/${id}/report#${readLinkToken(id) ?? ''}`}
        target="_blank"
        rel="noreferrer"
        aria-description={t.interview.reportHint}
      >
        <FileText aria-hidden="true" />
        <span>{t.interview.report}</span>
      </a>
      {open === 'links' && <LinksDialog id={id} onClose={close} />}
      {open === 'details' && (
        <DetailsDialog id={id} token={readLinkToken(id) ?? ''} onCancel={close} onClose={close} />
      )}
      {open === 'plan' && <PlanDialog plan={plan} onCancel={close} onClose={close} />}
    </div>
  );
}
