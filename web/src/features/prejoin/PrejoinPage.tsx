import { Lock, Server } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { useMeetingLabel } from '../../actions/meeting-label';
import type { Meeting, MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../widgets/Page';
import { StartMeeting } from '../../widgets/StartMeeting';
import { Elsewhere, useOtherTab } from './Elsewhere';
import { EntryNotes, isFull } from './EntryNotes';
import { LookupFailed } from './LookupFailed';
import { presenceText, ReadyPage } from './ReadyPage';
import { useMeeting } from './useMeeting';

interface PrejoinPageProps {
  id: MeetingId;
  joining: boolean;
  /** Reason why the join failed; each attempt passes a new object. */
  failure: { code: string; text: string } | null;
  /** Shown instead if the meeting has ended. */
  ended: ReactNode;
  onJoin: (name: string, password: string | null, watches?: boolean) => void;
}

/** Page before a meeting: camera preview, name and join button. */
export function PrejoinPage(props: PrejoinPageProps) {
  const { id, ended } = props;
  const t = useStrings();
  const { lookup, retry } = useMeeting(id);
  if (lookup.kind === 'missing') return <MeetingMissing text={t.prejoin.missingText(id)} />;
  if (lookup.kind === 'failed') return <LookupFailed failure={lookup.failure} onRetry={retry} />;
  const meeting = lookup.kind === 'found' ? lookup.meeting : null;
  if (meeting?.ended_at !== undefined) return ended;
  return <Ready {...props} meeting={meeting} />;
}

/** Page for an unknown meeting: the code is mistyped or the link is old. */
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
  // The creator and earlier participants skip password and lobby.
  const asNew = !meetingSession.isKnown(id);
  const refused = failure ? (PASSWORD_PROBLEMS[failure.code] ?? null) : null;
  // The password field stays once the server has asked for a password.
  const [wasAsked, setWasAsked] = useState(false);
  if (refused !== null && !wasAsked) setWasAsked(true);
  const needsPassword = wasAsked || (asNew && (meeting?.has_password ?? false));
  const password = useMemo(
    () => (needsPassword ? { refused, of: failure } : null),
    [needsPassword, refused, failure],
  );
  const watches = asNew && (meeting?.webinar ?? false);
  const otherTab = useOtherTab(id);
  const label = useMeetingLabel(id);
  const isClosed = meeting !== null && (meeting.locked || isFull(meeting));
  const action = otherTab
    ? t.door.joinAsOther
    : asNew && isClosed
      ? t.door.waitToJoin
      : asNew && meeting?.lobby
        ? t.door.askToJoin
        : undefined;
  const join = (name: string, secret: string | null) => {
    // Another person than the one in the other tab, whom this tab may have been before.
    if (otherTab) meetingSession.forget(id);
    onJoin(name, secret, watches);
  };
  const useHere = (token: string) => {
    meetingSession.takeOver(id, token);
    onJoin(meetingSession.rememberedName(), null);
  };
  return (
    <ReadyPage
      pageTitle={t.prejoin.pageTitle(label)}
      title={t.prejoin.title}
      about={
        <>
          {meeting?.title !== undefined && (
            <p className="prejoin-title" dir="auto">
              {meeting.title}
            </p>
          )}
          <p>
            {meeting?.title !== meeting?.name || meeting?.name === undefined ? (
              <span className="prejoin-code">{meeting?.name ?? id}</span>
            ) : null}
            <span role="status">{presenceText(meeting?.participant_count ?? null)}</span>
          </p>
          {meeting && (
            <p className="prejoin-path">
              {meeting.media_path === 'server' ? (
                <Server aria-hidden="true" />
              ) : (
                <Lock aria-hidden="true" />
              )}
              {t.paths.expected[meeting.media_path]}
            </p>
          )}
        </>
      }
      action={action}
      notes={
        otherTab ? (
          <Elsewhere token={otherTab} onUseHere={useHere} />
        ) : (
          meeting && asNew && <EntryNotes meeting={meeting} />
        )
      }
      known={meeting !== null}
      withDevices={!watches}
      joining={joining}
      failure={failure && refused === null ? failure.text : null}
      password={password}
      onJoin={join}
    />
  );
}

const PASSWORD_PROBLEMS: Record<string, 'missing' | 'wrong'> = {
  password_required: 'missing',
  wrong_password: 'wrong',
};
