import './RecordingSign.css';

import { Pause, Play } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';

import { formatDuration } from '../../lib/duration';
import { type Recorders, recordersAmong } from '../../lib/recorders';
import { meetingSession } from '../../session';
import { useRecording } from '../../stores/recording';
import { useRoom } from '../../stores/room';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';
import { useRecordingNotices } from './useRecordingNotices';

/**
 * Sign that shows who is recording the meeting, as long as anybody records. The region is not live:
 * `useRecordingNotices` announces changes.
 */
export function RecordingSign() {
  const t = useStrings();
  useRecordingNotices();
  const { own, running, paused } = useRecorders();
  return (
    <div className="recording-signs" role="status" aria-live="off" aria-label={t.recording.sign}>
      {(own === 'recording' || running.length > 0) && (
        <Sign own={own === 'recording'}>{t.recording.runs(running, own === 'recording')}</Sign>
      )}
      {(own === 'paused' || paused.length > 0) && (
        <Sign own={own === 'paused'} paused>
          {t.recording.paused(paused, own === 'paused')}
        </Sign>
      )}
    </div>
  );
}

/** People who record. This page knows its own recording before the server does. */
function useRecorders(): Recorders {
  const running = useRoom(
    useShallow(({ roster, selfId }) => recordersAmong(roster, selfId).running),
  );
  const paused = useRoom(useShallow(({ roster, selfId }) => recordersAmong(roster, selfId).paused));
  const own = useRecording(({ phase }) =>
    phase === 'recording' || phase === 'paused' ? phase : null,
  );
  return { own, running, paused };
}

interface SignProps {
  own: boolean;
  paused?: boolean;
  children: ReactNode;
}

function Sign({ own, paused = false, children }: SignProps) {
  return (
    <div className="recording-sign" data-own={own || undefined} data-paused={paused || undefined}>
      <span className="recording-dot" aria-hidden="true" />
      <span className="recording-words">{children}</span>
      {own && (
        <>
          <Soundless />
          <Elapsed />
          <PauseToggle paused={paused} />
        </>
      )}
    </div>
  );
}

/** Warns at once that the recording has no sound, rather than after an hour. */
function Soundless() {
  const t = useStrings();
  const silent = useRecording((state) => state.silent);
  return silent && <span className="recording-silent">{t.recording.silent}</span>;
}

/** Recorded time. A component of its own, so that only it renders every second. */
function Elapsed() {
  const t = useStrings();
  const recorded = useRecording((state) => state.recorded);
  const since = useRecording((state) => state.runningSince);
  const [now, setNow] = useState(() => Date.now());

  useEffect(() => {
    setNow(Date.now());
    if (since === null) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [since]);

  return (
    <span className="recording-time" role="timer" aria-label={t.recording.elapsed}>
      {formatDuration(recorded + (since === null ? 0 : now - since))}
    </span>
  );
}

function PauseToggle({ paused }: { paused: boolean }) {
  const t = useStrings();
  const resume = async () => {
    const refusal = await meetingSession.recording.resume();
    if (refusal && refusal !== 'cancelled') toast(t.recording.refused[refusal], 'danger');
  };
  return (
    <IconButton
      label={paused ? t.recording.resume : t.recording.pause}
      icon={paused ? Play : Pause}
      onClick={() => (paused ? void resume() : meetingSession.recording.pause())}
    />
  );
}
