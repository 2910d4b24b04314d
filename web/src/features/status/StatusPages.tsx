import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { saveChat } from '../../actions/save-chat';
import type { MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import type { RoomStatus } from '../../stores/room';
import { useVisit } from '../../stores/visit';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../widgets/Page';
import { StartMeeting } from '../../widgets/StartMeeting';
import { failureText, visitText } from './words';

export type Failed = Extract<RoomStatus, { kind: 'failed' }>;

/** Page after leaving: how long, with whom, and the chat as a file. */
export function LeftPage({ id, onRejoin }: { id: MeetingId; onRejoin: () => void }) {
  const t = useStrings();
  const visit = useVisit((state) => state.visit);
  const hasChat = useChat(({ messages }) => messages.some(({ text }) => text !== undefined));
  const ofThis = visit?.meetingId === id ? visit : null;
  return (
    <MessagePage
      title={t.status.leftTitle}
      actions={
        <>
          <Button variant="primary" onClick={onRejoin}>
            {t.status.rejoin}
          </Button>
          {hasChat && (
            <Button icon={Download} onClick={() => saveChat(id)}>
              {t.door.saveChat}
            </Button>
          )}
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      {ofThis && <p>{visitText(ofThis)}</p>}
      <p>{t.status.leftText}</p>
    </MessagePage>
  );
}

export function SupersededPage() {
  const t = useStrings();
  return (
    <MessagePage
      title={t.status.supersededTitle}
      actions={
        <>
          <Button variant="primary" onClick={() => void meetingSession.rejoin()}>
            {t.status.useHere}
          </Button>
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p>{t.status.supersededText}</p>
    </MessagePage>
  );
}

interface AgainProps {
  onAgain: () => void;
}

/** Page after an error that ended the session. */
export function FailedPage({ failure, onAgain }: AgainProps & { failure: Failed }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.status.failedTitle}
      actions={
        <>
          {failure.code === 'meeting_not_found' ? (
            <StartMeeting />
          ) : (
            <Button variant="primary" onClick={onAgain}>
              {t.common.tryAgain}
            </Button>
          )}
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="alert">{failureText(failure)}</p>
    </MessagePage>
  );
}

interface RefusedPageProps extends AgainProps {
  failure: Failed;
  /** True once the meeting would let this person in. */
  isOpen: boolean;
}

/** Page for a meeting that exists but refuses the join at this moment. Joins as soon as it opens. */
export function RefusedPage({ failure, isOpen, onAgain }: RefusedPageProps) {
  const t = useStrings();
  const again = useRef(onAgain);
  useEffect(() => {
    again.current = onAgain;
  });
  useEffect(() => {
    if (isOpen) again.current();
  }, [isOpen]);
  const waits = { meeting_locked: t.door.waitsLocked, room_full: t.door.waitsFull }[
    failure.code as string
  ];
  const title = {
    meeting_locked: t.entry.lockedTitle,
    room_full: t.entry.fullTitle,
    lobby_full: t.entry.lobbyFullTitle,
  }[failure.code as string];
  return (
    <MessagePage
      title={title ?? t.status.failedTitle}
      actions={
        <>
          <Button variant="primary" onClick={onAgain}>
            {t.common.tryAgain}
          </Button>
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="alert">{failureText(failure)}</p>
      {waits && (
        <p className="message-wait" role="status">
          <span className="spinner" aria-hidden="true" />
          {waits}
        </p>
      )}
    </MessagePage>
  );
}

export function DeniedPage({ onAgain }: AgainProps) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.ended.deniedTitle}
      actions={
        <>
          <Button variant="primary" onClick={onAgain}>
            {t.ended.askAgain}
          </Button>
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="status">{t.ended.deniedText}</p>
    </MessagePage>
  );
}

export function RemovedPage({ mayReturn, onAgain }: AgainProps & { mayReturn: boolean }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.ended.removedTitle}
      actions={
        <>
          {mayReturn && (
            <Button variant="primary" onClick={onAgain}>
              {t.ended.joinAgain}
            </Button>
          )}
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="status">{mayReturn ? t.ended.removedMayReturn : t.ended.removedForGood}</p>
    </MessagePage>
  );
}

interface EndedPageProps {
  /** The meeting had ended before this participant came. */
  before?: boolean;
  /** This participant ended it. */
  byMe?: boolean;
}

export function EndedPage({ before = false, byMe = false }: EndedPageProps) {
  const t = useStrings();
  const { endedTitle, endedText, endedBefore, endedByYou } = t.ended;
  return (
    <MessagePage
      title={endedTitle}
      actions={
        <>
          <StartMeeting />
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="status">{byMe ? endedByYou : before ? endedBefore : endedText}</p>
    </MessagePage>
  );
}
