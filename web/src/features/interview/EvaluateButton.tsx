import { ScanSearch } from 'lucide-react';

import { answerTo } from '../../lib/interview-view';
import type { AskedQuestion } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import type { InterviewerView } from './InterviewerSide';
import { useSend } from './useSend';

/** Timeout of an assessment, in ms. */
const LONG = 90_000;

/** Compares the answer with the key points; hidden until there is an answer. */
export function EvaluateButton({
  question,
  view,
}: {
  question: AskedQuestion;
  view: InterviewerView;
}) {
  const t = useStrings().interview;
  const { send, busy, problem } = useSend();
  const evaluation = view.evaluations.find((one) => one.question === question.id);
  const offset = useRoom((state) => state.clockOffset);
  if (!answerTo(view, question.id)?.text) return null;
  // A server that crashed leaves its assessment `running` for good, so an old one counts as dead.
  const age = evaluation ? Date.now() + offset - evaluation.requested_at : 0;
  const running = evaluation?.assessment?.state === 'running' && age < LONG;
  return (
    <>
      <Button
        size="small"
        icon={ScanSearch}
        busy={busy || running}
        onClick={() => void send({ kind: 'evaluate', question: question.id })}
      >
        {t.evaluate}
      </Button>
      <Problem text={problem} />
    </>
  );
}
