import './Call.css';

import { useRef } from 'react';

import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Dialog } from '../../ui/Dialog';
import { DirectChat } from './DirectChat';

/** What two write to each other while they do not talk. */
export function DirectDialog() {
  const t = useStrings();
  const direct = useCalls((state) => state.direct);
  const field = useRef<HTMLTextAreaElement>(null);
  if (!direct) return null;
  return (
    <Dialog title={t.calls.direct(direct.with.name)} onClose={() => calls.closeDirect()}>
      <div className="call-direct">
        <DirectChat direct={direct} label={t.calls.messages} field={field} />
      </div>
    </Dialog>
  );
}
