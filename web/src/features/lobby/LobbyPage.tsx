import './LobbyPage.css';

import type { MeetingId } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Preview } from '../../ui/devices/Preview';
import { Page, usePageHeading } from '../../ui/Page';

interface LobbyPageProps {
  id: MeetingId;
  /** Whether somebody was there who can admit; null before the server has answered. */
  hostPresent: boolean | null;
}

/** In front of the door, with the look in the mirror still there. */
export function LobbyPage({ id, hostPresent }: LobbyPageProps) {
  const t = useStrings();
  const heading = usePageHeading(t.lobby.title);
  const words =
    hostPresent === null ? t.lobby.asking : hostPresent ? t.lobby.waiting : t.lobby.waitingForHost;
  return (
    <Page>
      <div className="lobby">
        <Preview />
        <section className="lobby-side">
          <p className="lobby-code">{id}</p>
          <h1 ref={heading} tabIndex={-1}>
            {t.lobby.title}
          </h1>
          <p className="lobby-state" role="status">
            <span className="spinner" aria-hidden="true" />
            {words}
          </p>
          <Button size="large" onClick={() => meetingSession.leave()}>
            {t.lobby.cancel}
          </Button>
        </section>
      </div>
    </Page>
  );
}
