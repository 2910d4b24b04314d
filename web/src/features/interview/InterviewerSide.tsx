import type { InterviewView, MeetingId } from '../../protocol/protocol.gen';
import { ClockControls } from './ClockControls';
import { Notes } from './Notes';
import { Questions } from './Questions';
import { Scorecards } from './Scorecards';
import { Sections } from './Sections';
import { Tools } from './Tools';

export type InterviewerView = Extract<InterviewView, { role: 'interviewer' }>;
export type PublicView = Exclude<InterviewView, { role: 'interviewer' }>;

/** Interviewer's panel: everything from the start to the scorecard. */
export function InterviewerSide({ id, view }: { id: MeetingId; view: InterviewerView }) {
  return (
    <>
      <div className="interview-block">
        <ClockControls clock={view.clock} />
        <Tools id={id} plan={view.plan} />
      </div>
      <Sections clock={view.clock} sections={view.plan.sections} mayGo />
      <Questions id={id} view={view} />
      <Notes id={id} view={view} />
      <Scorecards view={view} />
    </>
  );
}
