import { useEffect, useState } from 'react';

import { bankKeys } from '../../lib/question-bank-key';
import { getBank } from '../../rtc/bank-api';
import type { InterviewPlan, QuestionSpec } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Dialog } from '../../ui/Dialog';
import { interviewFailure } from '../../ui/interview/failure';
import { PlanEditor } from '../../ui/interview/PlanEditor';

/** Changes the plan while the interview waits, or runs. */
export default function PlanDialog({
  plan,
  onClose,
}: {
  plan: InterviewPlan;
  onClose: () => void;
}) {
  const t = useStrings().interview;
  const bank = useOwnBank();
  const save = async (changed: InterviewPlan) => {
    try {
      await meetingSession.interview?.send({ kind: 'set_plan', plan: changed });
    } catch (error) {
      throw new Error(interviewFailure(error));
    }
    onClose();
  };
  return (
    <Dialog title={t.plan} onClose={onClose}>
      <PlanEditor plan={plan} onSave={save} onCancel={onClose} bank={bank} />
    </Dialog>
  );
}

/** The questions of the bank that this browser uses; none where there is no bank, or it cannot be had. */
function useOwnBank(): QuestionSpec[] {
  const [questions, setQuestions] = useState<QuestionSpec[]>([]);
  useEffect(() => {
    let over = false;
    const [key] = bankKeys();
    if (!key) return;
    getBank(key).then(
      ({ bank }) => {
        if (!over) setQuestions(bank.questions);
      },
      () => {
        // The plan can be changed without it.
      },
    );
    return () => {
      over = true;
    };
  }, []);
  return questions;
}
