import './HostNotice.css';

import { usePanel } from '../../stores/panel';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ask, useMay } from '../../ui/hosting';
import { WaitingRows } from './WaitingRows';

/** As many as leave room for the meeting; the others are in the people panel. */
const MOST = 3;

/** Who asks to come in, for those who can let them in, for as long as somebody waits. */
export function KnockNotice() {
  const t = useStrings();
  const mayAdmit = useMay('admit');
  const waiting = useRoom((state) => state.waiting);
  // They are in one place at a time.
  const inPanel = usePanel((state) => state.open === 'people');
  if (!mayAdmit || inPanel || waiting.length === 0) return null;
  const alone = waiting.length === 1;
  const more = waiting.length - MOST;
  return (
    <section className="host-notice" aria-label={t.hosts.waitingList}>
      {!alone && (
        <div className="host-notice-head">
          <p className="host-notice-title">{t.hosts.askToJoin(waiting.length)}</p>
          <Button size="small" onClick={() => void ask('admit_all', {})}>
            {t.hosts.admitAll}
          </Button>
        </div>
      )}
      <WaitingRows
        waiting={waiting.slice(0, MOST)}
        fallback="main h1"
        {...(alone && { nameOf: t.hosts.asksToJoin })}
      />
      {more > 0 && <p className="host-notice-more">{t.hosts.andMore(more)}</p>}
    </section>
  );
}
