import {
  ArrowLeft,
  Braces,
  FileText,
  Pencil,
  Printer,
  RefreshCw,
  Scale,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';

import { dropLinkToken } from '../../lib/interview-links';
import type { InterviewReport, MeetingId } from '../../protocol/protocol.gen';
import { deleteInterview, getReportFile } from '../../rtc/report-api';
import { download } from '../../session/download';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { part } from '../../widgets/part';
import { failureOf, type ReportFailure } from './useReport';

const DetailsDialog = part(() => import('../../widgets/interview/DetailsDialog'), 'setup');

interface ActionsProps {
  id: MeetingId;
  token: string;
  report: InterviewReport;
  busy: boolean;
  onRefresh: () => void;
}

/** Actions on a report. They are left out of the printed page. */
export function Actions({ id, token, report, busy, onRefresh }: ActionsProps) {
  const t = useStrings();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const [editing, setEditing] = useState(false);
  const stopEditing = () => setEditing(false);
  const [deleting, setDeleting] = useState(false);
  const [failure, setFailure] = useState<ReportFailure | null>(null);

  const save = async (format: 'json' | 'markdown') => {
    try {
      const file = await getReportFile(id, token, format);
      download(file, `interview-${id}.${format === 'json' ? 'json' : 'md'}`);
    } catch (error) {
      toast(`${t.report.downloadFailed} ${t.report.failed[failureOf(error)]}`, 'danger');
    }
  };
  const remove = async () => {
    setDeleting(true);
    setFailure(null);
    try {
      await deleteInterview(id, token);
    } catch (error) {
      // Another person, or a request whose answer was lost, has already deleted the report.
      const why = failureOf(error);
      if (why !== 'notFound') {
        setFailure(why);
        setDeleting(false);
        return;
      }
    }
    dropLinkToken(id);
    toast(t.report.deleted);
    navigate('/', { replace: true });
  };

  return (
    <div className="report-actions">
      <Link href={`/i/${id}`} className="button" data-variant="quiet" data-size="medium">
        <ArrowLeft aria-hidden="true" />
        {t.report.back}
      </Link>
      <div className="report-buttons">
        <Link
          href={`/i/${id}/debrief`}
          className="button"
          data-variant="secondary"
          data-size="medium"
        >
          <Scale aria-hidden="true" />
          {t.debrief.open}
        </Link>
        <Button icon={Pencil} onClick={() => setEditing(true)}>
          {t.interview.editDetails}
        </Button>
        {report.state !== 'ended' && (
          <Button icon={RefreshCw} busy={busy} onClick={onRefresh}>
            {t.report.refresh}
          </Button>
        )}
        <Button variant="primary" icon={Printer} onClick={() => print()}>
          {t.report.print}
        </Button>
        <Button icon={Braces} onClick={() => void save('json')}>
          {t.report.json}
        </Button>
        <Button icon={FileText} onClick={() => void save('markdown')}>
          {t.report.markdown}
        </Button>
        <Button icon={Trash2} onClick={() => setAsking(true)}>
          {t.report.delete}
        </Button>
      </div>
      {editing && (
        <DetailsDialog
          id={id}
          token={token}
          onSaved={onRefresh}
          onCancel={stopEditing}
          onClose={stopEditing}
        />
      )}
      {asking && (
        <AlertDialog
          title={t.report.deleteTitle}
          text={t.report.deleteText}
          onCancel={() => setAsking(false)}
        >
          <Problem text={failure && `${t.report.deleteFailed} ${t.report.failed[failure]}`} />
          <Button data-first="" onClick={() => setAsking(false)}>
            {t.report.keep}
          </Button>
          <Button variant="danger" busy={deleting} onClick={() => void remove()}>
            {t.report.deleteNow}
          </Button>
        </AlertDialog>
      )}
    </div>
  );
}
