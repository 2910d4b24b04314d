import { nextQuestion } from '../lib/next-question';
import { meetingSession } from '../session';
import { useInterview } from '../stores/interview';
import { useInterviewPanel } from '../stores/interview-panel';
import { openQuietly, usePanel } from '../stores/panel';
import { toast } from '../stores/toasts';
import { strings } from '../strings';
import { interviewFailure } from './interview-failure';

/** True if this page is an interviewer's. */
export function isInterviewer(): boolean {
  return useInterview.getState().view?.role === 'interviewer';
}

/** Asks the next planned question; without one, opens the field for an improvised question. */
export async function askNextQuestion(): Promise<void> {
  const { view } = useInterview.getState();
  if (view?.role !== 'interviewer') return;
  const t = strings().interview;
  const { state } = view.clock;
  openQuietly('interview');
  useInterviewPanel.setState({ tab: 'question' });
  if (state === 'waiting') return toast(t.askLater);
  if (state === 'ended') return toast(t.isOver);
  const next = nextQuestion(view.plan, view.questions);
  if (!next) useInterviewPanel.setState({ improvising: true, noting: false });
  else await askPlanned(next.index);
}

/** Asks a question of the plan. A second press while it is on its way does nothing. */
export async function askPlanned(index: number): Promise<void> {
  if (useInterviewPanel.getState().asking) return;
  useInterviewPanel.setState({ asking: true });
  try {
    if (!meetingSession.interview) throw new Error('not in an interview');
    await meetingSession.interview.send({ kind: 'ask_planned', index });
    useInterviewPanel.setState({ tab: 'question' });
  } catch (error) {
    toast(interviewFailure(error), 'danger');
  } finally {
    useInterviewPanel.setState({ asking: false });
  }
}

/** Opens the field for a note where the interviewer is, and moves the focus there. */
export function writeNote(): void {
  if (!isInterviewer()) return;
  const { tab } = useInterviewPanel.getState();
  const inNotes = usePanel.getState().open === 'interview' && tab === 'notes';
  openQuietly('interview');
  if (!inNotes) useInterviewPanel.setState({ tab: 'question', noting: true, improvising: false });
  // A field that appears now takes the focus itself.
  document.querySelector<HTMLElement>('[role="tabpanel"]:not([hidden]) [data-note]')?.focus();
}
