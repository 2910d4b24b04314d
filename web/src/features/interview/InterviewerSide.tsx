import './InterviewerSide.css';

import type { InterviewView, MeetingId } from '../../protocol/protocol.gen';
import { type InterviewTab, showTab, useInterviewPanel } from '../../stores/interview-panel';
import { useStrings } from '../../strings';
import { Tabs } from '../../ui/Tabs';
import { NotesTab } from './NotesTab';
import { PlanTab } from './PlanTab';
import { QuestionTab } from './QuestionTab';
import { Scorecards } from './Scorecards';
import { useDraft } from './useDraft';

export type InterviewerView = Extract<InterviewView, { role: 'interviewer' }>;
export type PublicView = Exclude<InterviewView, { role: 'interviewer' }>;

/** Interviewer's panel: the question, notes, the scorecard and the plan, each in a tab. */
export function InterviewerSide({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings();
  const tab = useInterviewPanel((state) => state.tab);
  // One draft for both fields that take a note.
  const draft = useDraft(id, 'note');
  return (
    <Tabs<InterviewTab>
      className="interview-tabs"
      label={t.interviewPanel.tabs}
      chosen={tab}
      onChoose={showTab}
      tabs={[
        {
          id: 'question',
          title: t.interview.question,
          content: <QuestionTab id={id} view={view} draft={draft} />,
        },
        {
          id: 'notes',
          title: t.interview.notes,
          content: <NotesTab view={view} draft={draft} />,
        },
        {
          id: 'scorecard',
          title: t.interview.scorecard,
          content: <Scorecards id={id} view={view} />,
        },
        {
          id: 'plan',
          title: t.interview.plan,
          content: <PlanTab id={id} view={view} />,
        },
      ]}
    />
  );
}
