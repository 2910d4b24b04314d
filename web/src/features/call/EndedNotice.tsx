import { PhoneOff } from 'lucide-react';
import { useEffect } from 'react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { ring } from './ring';
import { endText, isUnknown } from './words';

/** How long a summary that asks for nothing stays (ms). */
const SUMMARY_SHOWN = 20_000;

/** How the last call ended, and what to do next. It makes way for the next call, also a missed one. */
export function EndedNotice() {
  const t = useStrings();
  const call = useCalls(({ calls: all }) =>
    all.findLast(({ phase, here }) => here && phase === 'ended'),
  );
  const id = call?.id;
  const isSummary = call?.end === 'hung_up' || call?.end === 'cancelled';
  useEffect(() => {
    if (id === undefined) return;
    const dismiss = () => calls.dismiss(id);
    const timer = isSummary ? setTimeout(dismiss, SUMMARY_SHOWN) : undefined;
    const undo = useCalls.subscribe((now, before) => {
      const rings = now.calls.some(({ phase }) => phase === 'ringing_in');
      if (rings || now.missed > before.missed) dismiss();
    });
    return () => {
      clearTimeout(timer);
      undo();
    };
  }, [id, isSummary]);
  // `useCallEndings` announces it to screen readers.
  return call ? <Ended t={t} call={call} /> : null;
}

function Ended({ t, call }: { t: ReturnType<typeof useStrings>; call: OwnCall }) {
  const { other } = call;
  const name = useShownName(other);
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
    >
      {call.end === 'hung_up' && <p dir="auto">{name}</p>}
      {isUnknown(call) && <p>{t.calls.checkId}</p>}
    </Notice>
  );
}
