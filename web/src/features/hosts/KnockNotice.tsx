import './HostNotice.css';

import { X } from 'lucide-react';
import { useState } from 'react';

import { ask, useMay } from '../../actions/hosting';
import { usePanel } from '../../stores/panel';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { WaitingRows } from './WaitingRows';

/** Most rows that leave room for the meeting; the rest are in the people panel. */
const MOST = 3;

/**
 * People who knock, shown to those who may admit them while the panel is closed. A dismissed notice
 * comes back with the next person.
 */
export function KnockNotice() {
  const t = useStrings();
  const mayAdmit = useMay('admit');
  const waiting = useRoom((state) => state.waiting);
  // The open panel shows them instead.
  const inPanel = usePanel((state) => state.open === 'people');
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const unseen = waiting.some(({ id }) => !dismissed.has(id));
  if (!mayAdmit || inPanel || !unseen) return null;
  const alone = waiting.length === 1;
  const more = waiting.length - MOST;
  return (
    <section className="host-notice" aria-label={t.hosts.waitingList}>
      <IconButton
        className="host-notice-dismiss"
        label={t.voice.dismiss}
        icon={X}
        onClick={() => setDismissed(new Set(waiting.map(({ id }) => id)))}
      />
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
