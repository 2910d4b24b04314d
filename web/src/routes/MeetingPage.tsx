import { Redirect } from 'wouter';

import { MeetingMissing, PrejoinPage } from '../features/prejoin/PrejoinPage';
import { EndedPage } from '../features/status/StatusPages';
import { parseMeetingCode } from '../lib/meeting-code';
import { useStrings } from '../strings';
import { Meeting } from './Meeting';

/** `/m/{code}` */
export default function MeetingPage({ code }: { code: string }) {
  const t = useStrings();
  const id = parseMeetingCode(code);
  if (!id) return <MeetingMissing text={t.prejoin.malformedText(code)} />;
  // The address bar shows the canonical code, since people copy it.
  if (id !== code) return <Redirect to={`/m/${id}`} replace />;
  return (
    <Meeting
      id={id}
      prejoin={(way) => <PrejoinPage id={id} {...way} ended={<EndedPage before />} />}
      instead={(status, inside) =>
        !inside && status.kind === 'failed' && status.code === 'meeting_not_found' ? (
          <MeetingMissing text={t.prejoin.missingText(id)} />
        ) : null
      }
    />
  );
}
