import { useLocation } from 'wouter';

import type { InterviewPlan } from '../protocol/protocol.gen';

/** What the page that sets up an interview finds in the history entry. */
export interface SetupState {
  /** Template to start from. */
  plan?: InterviewPlan;
  /** The interview that was made there. */
  made?: string;
}

/** Opens the page that sets up an interview, from a template if there is one. */
export function useStartInterview(): (plan?: InterviewPlan) => void {
  const [, navigate] = useLocation();
  return (plan) => navigate('/interviews/new', { state: plan ? { plan } : null });
}
