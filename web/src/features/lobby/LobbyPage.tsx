import './LobbyPage.css';

import { useMeetingLabel } from '../../actions/meeting-label';
import type { MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Preview } from '../../widgets/devices/Preview';
import { Page, usePageHeading } from '../../widgets/Page';

interface LobbyPageProps {
  id: MeetingId;
  /** True if a host who can admit guests is present; null before the server answers. */
  hostPresent: boolean | null;
}

/** Lobby: waiting for admission, still with the own camera preview. */
export function LobbyPage({ id, hostPresent }: LobbyPageProps) {
  const t = useStrings();
  const heading = usePageHeading(t.lobby.title);
  const label = useMeetingLabel(id);
  const words =
    hostPresent === null ? t.lobby.asking : hostPresent ? t.lobby.waiting : t.lobby.waitingForHost;
  return (
    <Page>
      <div className="lobby">
        <Preview />
        <section className="lobby-side">
          <p className="lobby-code" dir="auto">
            {label}
          </p>
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
