import { useState } from 'react';
import { Redirect } from 'wouter';

import { LookupFailed } from '../features/prejoin/LookupFailed';
import { MeetingMissing, PrejoinPage } from '../features/prejoin/PrejoinPage';
import { useNamedMeeting } from '../features/prejoin/useMeeting';
import { EndedPage } from '../features/status/StatusPages';
import { useRecentNotes } from '../features/status/useRecentNotes';
import { chosenNameProblem } from '../lib/chosen-name';
import { parseMeetingCode } from '../lib/meeting-code';
import { nameInPath } from '../lib/meeting-place';
import type { MeetingId } from '../protocol/protocol.gen';
import { useStrings } from '../strings';
import { Page } from '../widgets/Page';
import { Meeting } from './Meeting';
import { leadsToRoom, useAddress } from './useAddress';

/** `/m/{code}`, where a name that a host chose may stand for the code. */
export default function MeetingPage({ code }: { code: string }) {
  // A new name of the meeting that the page is in changes the address and nothing else.
  const [shown, setShown] = useState({ code, opened: code });
  if (shown.code !== code) setShown({ code, opened: leadsToRoom(code) ? shown.opened : code });
  return <OpenedMeeting key={shown.opened} code={shown.opened} />;
}

function OpenedMeeting({ code }: { code: string }) {
  const t = useStrings();
  if (chosenNameProblem(code) === null) return <NamedMeeting name={code} isRoom={false} />;
  const id = parseMeetingCode(code);
  if (!id) return <MeetingMissing text={t.prejoin.malformedText(code)} />;
  // The address bar shows the canonical code, since people copy it.
  if (id !== code) return <Redirect to={`/m/${id}`} replace />;
  return <MeetingById id={id} />;
}

/** `/room/{name}`: the room that clients of other systems know by this name. */
export function RoomPage() {
  const t = useStrings();
  // The router decodes only some characters.
  const [name] = useState(() => nameInPath(location.pathname));
  if (name === null || name === '') return <MeetingMissing text={t.named.missing(name ?? '')} />;
  return <NamedMeeting name={name} isRoom />;
}

function NamedMeeting({ name, isRoom }: { name: string; isRoom: boolean }) {
  const t = useStrings();
  const { lookup, retry } = useNamedMeeting(name, isRoom);
  switch (lookup.kind) {
    case 'looking':
      return (
        <Page>
          <p role="status">{t.prejoin.checking}</p>
        </Page>
      );
    case 'missing':
      return <MeetingMissing text={t.named.missing(name)} />;
    case 'failed':
      return <LookupFailed failure={lookup.failure} onRetry={retry} />;
    default:
      // An unusual spelling of a code.
      if (!isRoom && lookup.meeting.name !== name)
        return <Redirect to={`/m/${lookup.meeting.id}`} replace />;
      return <MeetingById id={lookup.meeting.id} />;
  }
}

function MeetingById({ id }: { id: MeetingId }) {
  const t = useStrings();
  useRecentNotes(id);
  useAddress(id);
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
