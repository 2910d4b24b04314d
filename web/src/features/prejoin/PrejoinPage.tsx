import './PrejoinPage.css';

import { type ReactNode, useEffect, useMemo, useState } from 'react';

import type { Meeting, MeetingId } from '../../rtc/protocol.gen';
import { devices, meetingSession } from '../../session';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';
import { Preview } from '../../ui/devices/Preview';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage, Page, usePageHeading } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { EntryNotes } from './EntryNotes';
import { JoinAs } from './JoinAs';
import { useMeeting } from './useMeeting';

interface PrejoinPageProps {
  id: MeetingId;
  joining: boolean;
  /** Why joining did not work; a new object each time. */
  failure: { code: string; text: string } | null;
  /** What there is to say of a meeting that has ended. */
  ended: ReactNode;
  onJoin: (name: string, password: string | null) => void;
}

/** A look in the mirror before one goes in. */
export function PrejoinPage(props: PrejoinPageProps) {
  const { id, ended } = props;
  const t = useStrings();
  const { lookup, retry } = useMeeting(id);
  if (lookup.kind === 'missing') return <MeetingMissing text={t.prejoin.missingText(id)} />;
  if (lookup.kind === 'failed') {
    const words =
      lookup.failure === 'unreachable'
        ? { title: t.prejoin.unreachableTitle, text: t.prejoin.unreachableText }
        : lookup.failure === 'rate_limited'
          ? { title: t.prejoin.busyTitle, text: t.prejoin.busyText }
          : { title: t.prejoin.serverTitle, text: t.prejoin.serverText };
    return (
      <MessagePage
        title={words.title}
        actions={
          <>
            <Button variant="primary" onClick={retry}>
              {t.common.tryAgain}
            </Button>
            <LinkButton href="/">{t.common.home}</LinkButton>
          </>
        }
      >
        <p>{words.text}</p>
      </MessagePage>
    );
  }
  const meeting = lookup.kind === 'found' ? lookup.meeting : null;
  if (meeting?.ended_at !== undefined) return ended;
  return <Ready {...props} meeting={meeting} />;
}

/** There is no such meeting: a mistyped code, an old link. */
export function MeetingMissing({ text }: { text: string }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.prejoin.missingTitle}
      actions={
        <>
          <StartMeeting />
          <LinkButton href="/">{t.prejoin.tryAnotherCode}</LinkButton>
        </>
      }
    >
      <p>{text}</p>
    </MessagePage>
  );
}

interface ReadyProps extends PrejoinPageProps {
  meeting: Meeting | null;
}

function Ready({ id, meeting, joining, failure, onJoin }: ReadyProps) {
  const t = useStrings();
  const heading = usePageHeading(t.prejoin.pageTitle(id));
  const known = meeting !== null;
  // Who made the meeting, or has been in it, comes in as before.
  const asNew = !meetingSession.isKnown(id);
  const refused = failure ? (PASSWORD_PROBLEMS[failure.code] ?? null) : null;
  // Once it was asked for, the field stays.
  const [wasAsked, setWasAsked] = useState(false);
  if (refused !== null && !wasAsked) setWasAsked(true);
  const needsPassword = wasAsked || (asNew && (meeting?.has_password ?? false));
  const password = useMemo(
    () => (needsPassword ? { refused, of: failure } : null),
    [needsPassword, refused, failure],
  );

  // Permission is asked for only once it is clear that there is a meeting to join.
  useEffect(() => {
    if (known) void devices.start();
  }, [known]);

  return (
    <Page>
      <div className="prejoin">
        <Preview />
        <section className="prejoin-side">
          <header className="prejoin-head">
            <h1 ref={heading} tabIndex={-1}>
              {t.prejoin.title}
            </h1>
            <p>
              <span className="prejoin-code">{id}</span>
              <span role="status">{presenceText(meeting?.participant_count ?? null)}</span>
            </p>
          </header>
          {meeting && asNew && <EntryNotes meeting={meeting} />}
          <JoinAs
            joining={joining}
            failure={failure && refused === null ? failure.text : null}
            password={password}
            onJoin={onJoin}
          />
        </section>
        <div className="prejoin-devices">
          <DeviceProblems beforeJoining />
          <DeviceFields />
        </div>
      </div>
    </Page>
  );
}

const PASSWORD_PROBLEMS: Record<string, 'missing' | 'wrong'> = {
  password_required: 'missing',
  wrong_password: 'wrong',
};

function presenceText(count: number | null): string {
  if (count === null) return strings().prejoin.checking;
  if (count === 0) return strings().prejoin.nobodyThere;
  return count === 1 ? strings().prejoin.onePersonThere : strings().prejoin.peopleThere(count);
}
