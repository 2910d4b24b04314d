import './InterviewPanel.css';

import type { MeetingId } from '../../protocol/protocol.gen';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { SidePanel } from '../../widgets/SidePanel';
import { CandidateSide } from './CandidateSide';
import { Connections } from './Connections';
import { InterviewerSide } from './InterviewerSide';
import { ObserverSide } from './ObserverSide';

/** Interview panel in the version for the participant's role. */
export default function InterviewPanel({ id }: { id: MeetingId }) {
  const t = useStrings();
  const view = useInterview((state) => state.view);
  if (!view) return null;
  return (
    <SidePanel panel="interview" title={t.interview.title}>
      {view.role === 'interviewer' ? (
        <InterviewerSide id={id} view={view} />
      ) : (
        <div className="interview-body">
          {view.role === 'candidate' ? <CandidateSide view={view} /> : <ObserverSide view={view} />}
          <Connections />
        </div>
      )}
    </SidePanel>
  );
}
