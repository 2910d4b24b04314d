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
