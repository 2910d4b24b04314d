import { useCallback, useState } from 'react';
import { interviewFailure } from '../../actions/interview-failure';
import type { InterviewCommand } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';

/** Sends interview commands one at a time and words the reason of a failure. */
export function useSend() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** True if the server accepted the command. */
  const send = useCallback(async (command: InterviewCommand): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      if (!meetingSession.interview) throw new Error('not in an interview');
      await meetingSession.interview.send(command);
      return true;
    } catch (error) {
      setProblem(interviewFailure(error));
      return false;
    } finally {
      setBusy(false);
    }
  }, []);
  return { send, busy, problem, setProblem };
}
