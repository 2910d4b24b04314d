import type { InterviewView } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** Clock state for viewers who cannot change it; empty while the clock runs. */
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
