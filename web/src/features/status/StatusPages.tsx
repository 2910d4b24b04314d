import type { MeetingId } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import type { RoomStatus } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { failureText } from './words';

export function LeftPage({ onRejoin }: { onRejoin: () => void }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.status.leftTitle}
      actions={
        <>
          <Button variant="primary" onClick={onRejoin}>
            {t.status.rejoin}
          </Button>
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
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

export function FailedPage({ code }: { code: Extract<RoomStatus, { kind: 'failed' }>['code'] }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.status.failedTitle}
      actions={
        <>
          {code === 'meeting_not_found' ? (
            <StartMeeting />
          ) : (
            <Button variant="primary" onClick={() => void meetingSession.rejoin()}>
              {t.common.tryAgain}
            </Button>
          )}
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="alert">{failureText(code)}</p>
    </MessagePage>
  );
}

export function WaitingPage({ id, hostPresent }: { id: MeetingId; hostPresent: boolean }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.lobby.title}
      actions={<Button onClick={() => meetingSession.leave()}>{t.lobby.cancel}</Button>}
    >
      <p className="prejoin-code">{id}</p>
      <p role="status">{hostPresent ? t.lobby.waiting : t.lobby.waitingForHost}</p>
    </MessagePage>
  );
}

export function DeniedPage() {
  const t = useStrings();
  return (
    <MessagePage
      title={t.ended.deniedTitle}
      actions={
        <>
          <Button variant="primary" onClick={() => void meetingSession.rejoin()}>
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

export function RemovedPage({ mayReturn }: { mayReturn: boolean }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.ended.removedTitle}
      actions={
        <>
          {mayReturn && (
            <Button variant="primary" onClick={() => void meetingSession.rejoin()}>
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

export function EndedPage() {
  const t = useStrings();
  return (
    <MessagePage
      title={t.ended.endedTitle}
      actions={
        <>
          <StartMeeting />
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="status">{t.ended.endedText}</p>
    </MessagePage>
  );
}
