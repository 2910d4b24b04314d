import { Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';

import type { InterviewClock } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { useSend } from './useSend';

/** Buttons that start, pause, resume and end the interview. */
export function ClockControls({ clock }: { clock: InterviewClock }) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const [ending, setEnding] = useState(false);
  const { state } = clock;
  if (state === 'ended') return <p className="interview-state">{t.isOver}</p>;
  const turn = (kind: 'start' | 'pause' | 'resume') => () => void send({ kind });
  return (
    <>
      <div className="interview-actions">
        {state === 'waiting' && (
          <Button variant="primary" icon={Play} busy={busy} onClick={turn('start')}>
            {t.start}
          </Button>
        )}
        {state === 'running' && (
          <Button icon={Pause} busy={busy} onClick={turn('pause')}>
            {t.pause}
          </Button>
        )}
        {state === 'paused' && (
          <Button variant="primary" icon={Play} busy={busy} onClick={turn('resume')}>
            {t.resume}
          </Button>
        )}
        {state !== 'waiting' && (
          <Button icon={Square} onClick={() => setEnding(true)}>
            {t.end}
          </Button>
        )}
      </div>
      <Problem text={problem} />
      {ending && <EndQuestion onClose={() => setEnding(false)} />}
    </>
  );
}

function EndQuestion({ onClose }: { onClose: () => void }) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const end = async () => {
    if (await send({ kind: 'end' })) onClose();
  };
  return (
    <AlertDialog title={t.endTitle} text={t.endText} onCancel={onClose}>
      <Problem text={problem} />
      <Button data-first onClick={onClose}>
        {t.notYet}
      </Button>
      <Button variant="danger" busy={busy} onClick={() => void end()}>
        {t.endNow}
      </Button>
    </AlertDialog>
  );
}
