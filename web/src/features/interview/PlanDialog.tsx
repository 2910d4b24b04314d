import { useState } from 'react';
import { interviewFailure } from '../../actions/interview-failure';
import type { InterviewPlan } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Dialog } from '../../ui/Dialog';
import { DiscardDialog } from '../../widgets/interview/DiscardDialog';
import { PlanEditor } from '../../widgets/interview/PlanEditor';
import { useBankQuestions } from '../../widgets/interview/useBankQuestions';

/** Dialog that edits the plan before or during the interview. */
export default function PlanDialog({
  plan,
  onClose,
}: {
  plan: InterviewPlan;
  onClose: () => void;
}) {
  const t = useStrings().interview;
  const bank = useBankQuestions();
  const [changed, setChanged] = useState(false);
  const [asking, setAsking] = useState(false);
  const save = async (changed: InterviewPlan) => {
    try {
      await meetingSession.interview?.send({ kind: 'set_plan', plan: changed });
    } catch (error) {
      throw new Error(interviewFailure(error));
    }
    onClose();
  };
  return (
    <Dialog
      title={t.plan}
      onClose={onClose}
      mayClose={() => {
        if (changed) setAsking(true);
        return !changed;
      }}
    >
      <PlanEditor plan={plan} bank={bank} onSave={save} onCancel={onClose} onChanged={setChanged} />
      {asking && <DiscardDialog onKeep={() => setAsking(false)} onDiscard={onClose} />}
    </Dialog>
  );
}
