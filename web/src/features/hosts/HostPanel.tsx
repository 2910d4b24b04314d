import './HostPanel.css';

import { Lock, LockOpen, MicOff, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { ask, useMay } from '../../actions/hosting';
import { useRoom } from '../../stores/room';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { HostControlsDialog } from './HostControlsDialog';
import { WaitingRows } from './WaitingRows';

/** Hosts' part of the people panel: the lobby, and actions on everybody. */
export function HostPanel() {
  const t = useStrings();
  const maySet = useMay('set_room');
  const locked = useRoom((state) => state.settings.locked);
  const waiting = useRoom((state) => state.waiting);
  const [open, setOpen] = useState(false);
  if (!maySet) return null;

  const muteAll = async () => {
    if (await ask('mute_all', {})) toast(t.hosts.mutedAll);
  };
  return (
    <div className="host-panel">
      {waiting.length > 0 && (
        <section className="host-panel-waiting" aria-label={t.hosts.waitingList}>
          <div className="host-notice-head">
            <h3>{t.hosts.waitingList}</h3>
            <Button size="small" onClick={() => void ask('admit_all', {})}>
              {t.hosts.admitAll}
            </Button>
          </div>
          <WaitingRows waiting={waiting} fallback=".side-panel h2" />
        </section>
      )}
      <div className="host-panel-actions">
        <Button size="small" icon={MicOff} onClick={() => void muteAll()}>
          {t.hosts.muteAll}
        </Button>
        <Button
          size="small"
          icon={locked ? LockOpen : Lock}
          onClick={() => void ask('set_room', { locked: !locked })}
        >
          {locked ? t.hosts.unlock : t.hosts.lock}
        </Button>
        <Button size="small" icon={SlidersHorizontal} onClick={() => setOpen(true)}>
          {t.hosts.controls}
        </Button>
      </div>
      {open && <HostControlsDialog onClose={() => setOpen(false)} />}
    </div>
  );
}
