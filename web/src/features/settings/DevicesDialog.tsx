import { SignalHigh } from 'lucide-react';
import { useState } from 'react';

import { t } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';
import { ConnectionDialog } from './ConnectionDialog';

/** The devices, to be changed while the meeting goes on. */
export function DevicesDialog({ onClose }: { onClose: () => void }) {
  const [connectionOpen, setConnectionOpen] = useState(false);
  return (
    <>
      <Dialog title={t.devices.title} onClose={onClose}>
        <DeviceProblems />
        <DeviceFields />
        <Button icon={SignalHigh} onClick={() => setConnectionOpen(true)}>
          {t.quality.title}
        </Button>
      </Dialog>
      {connectionOpen && <ConnectionDialog onClose={() => setConnectionOpen(false)} />}
    </>
  );
}
