import './InterviewPanel.css';

import type { MeetingId } from '../../protocol/protocol.gen';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { ScrollArea } from '../../ui/ScrollArea';
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
        <ScrollArea className="interview-body" label={t.interview.title}>
          {view.role === 'candidate' ? (
            <CandidateSide id={id} view={view} />
          ) : (
            <ObserverSide view={view} />
          )}
          <Connections />
        </ScrollArea>
      )}
    </SidePanel>
  );
}
