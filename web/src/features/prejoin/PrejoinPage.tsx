import { type ReactNode, useMemo, useState } from 'react';

import type { Meeting, MeetingId } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { EntryNotes } from './EntryNotes';
import { presenceText, ReadyPage } from './ReadyPage';
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
  return (
    <ReadyPage
      pageTitle={t.prejoin.pageTitle(id)}
      title={t.prejoin.title}
      about={
        <p>
          <span className="prejoin-code">{id}</span>
          <span role="status">{presenceText(meeting?.participant_count ?? null)}</span>
        </p>
      }
      notes={meeting && asNew && <EntryNotes meeting={meeting} />}
      known={meeting !== null}
      joining={joining}
      failure={failure && refused === null ? failure.text : null}
      password={password}
      onJoin={onJoin}
    />
  );
}

const PASSWORD_PROBLEMS: Record<string, 'missing' | 'wrong'> = {
  password_required: 'missing',
  wrong_password: 'wrong',
};
