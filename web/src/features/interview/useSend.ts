import { useCallback, useState } from 'react';

import type { InterviewCommand } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import { interviewFailure } from '../../ui/interview/failure';

/** Asks for something in the interview; one thing at a time, and in words why it was not done. */
export function useSend() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  /** Whether it was done. */
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
