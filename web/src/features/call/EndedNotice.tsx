import { PhoneOff } from 'lucide-react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { ring } from './ring';
import { endText } from './words';

/** How the last call ended, and what to do next. */
export function EndedNotice() {
  const t = useStrings();
  const call = useCalls(({ calls: all }) =>
    all.findLast(({ phase, here }) => here && phase === 'ended'),
  );
  // `useCallEndings` announces it to screen readers.
  return call ? <Ended t={t} call={call} /> : null;
}

function Ended({ t, call }: { t: ReturnType<typeof useStrings>; call: OwnCall }) {
  const { other } = call;
  const again = call.end !== 'hung_up' && call.end !== 'cancelled';
  return (
    <Notice
      tone={call.end === 'failed' ? 'danger' : 'info'}
      icon={PhoneOff}
      title={endText(t, call)}
      actions={
        <>
          {again && (
            <>
              <Button size="small" onClick={() => void ring(other.id, call.video)}>
                {t.common.tryAgain}
              </Button>
              <Button
                size="small"
                onClick={() => {
                  calls.dismiss(call.id);
                  void calls.openDirect(other);
                }}
              >
                {t.calls.writeInstead}
              </Button>
            </>
          )}
          <Button size="small" variant="quiet" onClick={() => calls.dismiss(call.id)}>
            {t.calls.ok}
          </Button>
        </>
      }
    />
  );
}
