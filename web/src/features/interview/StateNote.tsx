import type { InterviewView } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';

/** How it stands, for who cannot change it; nothing while it runs. */
export function StateNote({ view }: { view: InterviewView }) {
  const t = useStrings().interview;
  const words = {
    waiting: t.notBegun,
    running: null,
    paused: t.isPaused,
    ended: view.role === 'candidate' ? t.isOverCandidate : t.isOver,
  }[view.clock.state];
  return words && <p className="interview-state">{words}</p>;
}
