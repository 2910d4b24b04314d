import { Pause, Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { InterviewClock } from '../../protocol/protocol.gen';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { useSend } from './useSend';

/** Buttons that start, pause, resume and end the interview; on phones without their words. */
export function ClockControls({ clock }: { clock: InterviewClock }) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const [ending, setEnding] = useState(false);
  const { state } = clock;
  useEffect(() => {
    if (problem) toast(problem, 'danger');
  }, [problem]);
  if (state === 'ended') return null;
  const turn = (kind: 'start' | 'pause' | 'resume') => () => void send({ kind });
  const shared = { size: 'small', className: 'interview-bar-button' } as const;
  return (
    <div className="interview-bar-controls">
      {state === 'waiting' && (
        <Button {...shared} variant="primary" icon={Play} busy={busy} onClick={turn('start')}>
          {t.start}
        </Button>
      )}
      {state === 'running' && (
        <Button {...shared} icon={Pause} busy={busy} onClick={turn('pause')}>
          {t.pause}
        </Button>
      )}
      {state === 'paused' && (
        <Button {...shared} variant="primary" icon={Play} busy={busy} onClick={turn('resume')}>
          {t.resume}
        </Button>
      )}
      {state !== 'waiting' && (
        <Button {...shared} icon={Square} onClick={() => setEnding(true)}>
          {t.end}
        </Button>
      )}
      {ending && <EndQuestion onClose={() => setEnding(false)} />}
    </div>
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
