import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Block } from './Block';
import { Connections } from './Connections';
import type { InterviewerView } from './InterviewerSide';
import { PlannedQuestions } from './PlannedQuestions';
import { Sections } from './Sections';
import { Tools } from './Tools';

/** Links, report, sections, planned questions and connections. */
export function PlanTab({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings().interviewPanel;
  const { clock, plan, questions } = view;
  const open = clock.state === 'running' || clock.state === 'paused';
  return (
    <div className="interview-scroll">
      <Tools id={id} plan={plan} />
      <Sections clock={clock} sections={plan.sections} mayGo />
      {clock.state !== 'ended' && (
        <Block title={t.planned}>
          <PlannedQuestions plan={plan} asked={questions} open={open} />
        </Block>
      )}
      <Connections />
    </div>
  );
}
