import { useEffect, useRef, useState } from 'react';
import { Redirect } from 'wouter';

import { EntryProblem, type Problem } from '../features/interview-entry/EntryProblem';
import { RoleNote } from '../features/interview-entry/RoleNote';
import { useInterviewLookup } from '../features/interview-entry/useInterviewLookup';
import { useLinkToken } from '../features/interview-entry/useLinkToken';
import { useReturn } from '../features/interview-entry/useReturn';
import { presenceText, ReadyPage } from '../features/prejoin/ReadyPage';
import { parseMeetingCode } from '../lib/meeting-code';
import type { InterviewSummary, MeetingId } from '../protocol/protocol.gen';
import type { ApiFailure } from '../rtc/api';
import { meetingSession } from '../session';
import { type RoomStatus, useRoom } from '../stores/room';
import { useStrings } from '../strings';
import { Page, usePageHeading } from '../widgets/Page';
import { Meeting, type WayIn } from './Meeting';

/** `/i/{id}#{token}` */
export default function InterviewPage({ code }: { code: string }) {
  const id = parseMeetingCode(code);
  if (!id) return <EntryProblem problem="missing" />;
  if (id !== code) return <Redirect to={`/i/${id}${location.hash}`} replace />;
  return <Linked key={id} id={id} />;
}

function Linked({ id }: { id: MeetingId }) {
  const token = useLinkToken(id);
  if (token === null) return <EntryProblem problem="no_link" />;
  // Another link is another person: nothing of the previous one stays.
  return <Interview key={token} id={id} token={token} />;
}

const FAILURES: Record<ApiFailure, Problem> = {
  not_found: 'missing',
  rate_limited: 'busy',
  refused: 'server',
  server: 'server',
  unreachable: 'unreachable',
};

/** In the room, or past it, the link is not looked up again. */
const PAST_THE_DOOR: ReadonlySet<RoomStatus['kind']> = new Set([
  'joined',
  'reconnecting',
  'waiting',
  'superseded',
  'denied',
  'removed',
  'ended',
]);

function Interview({ id, token }: { id: MeetingId; token: string }) {
  const [asked, setAsked] = useState(false);
  const status = useRoom((state) => state.status.kind);
  const inside = asked && PAST_THE_DOOR.has(status);
  const { lookup, retry } = useInterviewLookup(id, token, !inside);
  const role = lookup.kind === 'found' ? lookup.interview.role : null;
  const returns = useReturn(id, token, role, asked);
  if (!inside) {
    switch (lookup.kind) {
      case 'looking':
        return <Looking />;
      case 'invalid_link':
      case 'missing':
        return <EntryProblem problem={lookup.kind} />;
      case 'failed':
        return <EntryProblem problem={FAILURES[lookup.failure]} onRetry={retry} />;
    }
  }
  const interview = lookup.kind === 'found' ? lookup.interview : null;
  if (!interview) return null;
  return (
    <Meeting
      id={id}
      entry={{ link: token, role: interview.role }}
      prejoin={({ onJoin, ...way }) => {
        const join: WayIn['onJoin'] = (name, password) => {
          setAsked(true);
          onJoin(name, password);
        };
        if (returns && !way.failure && interview.state !== 'ended') {
          return <Return joining={way.joining} onJoin={join} />;
        }
        return <GetReady interview={interview} {...way} onJoin={join} />;
      }}
      instead={insteadOf}
    />
  );
}

/** Joins at once, as the candidate who was in the interview before the page was reloaded. */
function Return({ joining, onJoin }: Pick<WayIn, 'joining' | 'onJoin'>) {
  const t = useStrings();
  usePageHeading(t.interview.title);
  const join = useRef(joining ? null : onJoin);
  useEffect(() => {
    join.current?.(meetingSession.rememberedName(), null);
    join.current = null;
  }, []);
  return (
    <Page>
      <p role="status">{t.prejoin.joining}</p>
    </Page>
  );
}

function Looking() {
  const t = useStrings();
  usePageHeading(t.interview.title);
  return (
    <Page>
      <p role="status">{t.interview.entry.looking}</p>
    </Page>
  );
}

function GetReady({ interview, ...way }: WayIn & { interview: InterviewSummary }) {
  const t = useStrings();
  const { title, role, state, participant_count } = interview;
  if (state === 'ended' && role !== 'interviewer') return <EntryProblem problem="over" />;
  return (
    <ReadyPage
      pageTitle={t.interview.entry.pageTitle(title)}
      title={title}
      about={
        <p>
          <span role="status">{presenceText(participant_count)}</span>
        </p>
      }
      notes={<RoleNote interview={interview} />}
      known
      withDevices={role !== 'observer'}
      joining={way.joining}
      failure={way.failure?.text ?? null}
      password={null}
      onJoin={way.onJoin}
    />
  );
}

/** Texts that differ between an interview and a meeting. */
function insteadOf(status: RoomStatus) {
  switch (status.kind) {
    case 'removed':
      return status.mayReturn ? (
        <EntryProblem problem="removed" onRetry={() => void meetingSession.rejoin()} />
      ) : (
        <EntryProblem problem="removed" />
      );
    case 'ended':
      return <EntryProblem problem="deleted" />;
    case 'failed':
      switch (status.code) {
        case 'link_required':
        case 'invalid_link':
          return <EntryProblem problem="invalid_link" />;
        case 'meeting_not_found':
          return <EntryProblem problem="missing" />;
        case 'meeting_ended':
          return <EntryProblem problem="over" />;
        default:
          return null;
      }
    default:
      return null;
  }
}
