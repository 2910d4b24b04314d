import type { InterviewPlan } from '../../rtc/protocol.gen';
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
      <PlanEditor plan={plan} onSave={save} onCancel={onClose} />
    </Dialog>
  );
}
