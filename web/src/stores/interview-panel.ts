import { create } from 'zustand';

/** Tabs of an interviewer's panel, in order. */
export const INTERVIEW_TABS = ['question', 'notes', 'scorecard', 'plan'] as const;
export type InterviewTab = (typeof INTERVIEW_TABS)[number];

/** What an interviewer's panel shows. */
export interface InterviewPanelState {
  tab: InterviewTab;
  /** True while the field for a note is open beside the question. */
  noting: boolean;
  /** True while the field for an improvised question is open. */
  improvising: boolean;
  /** True while a planned question is on its way. */
  asking: boolean;
}

export const initialInterviewPanel: InterviewPanelState = {
  tab: 'question',
  noting: false,
  improvising: false,
  asking: false,
};

export const useInterviewPanel = create<InterviewPanelState>()(() => initialInterviewPanel);

export function showTab(tab: InterviewTab): void {
  useInterviewPanel.setState({ tab });
}
