/** An interviewer's panel, in English; a part of `en.ts`. */
export const interviewPanel = {
  tabs: 'Parts of the interview',
  next: 'Next:',
  askNext: 'Ask next question',
  improvise: 'Ask something else',
  debrief: 'Debrief',
  planned: 'Planned questions',
  editPlan: 'Edit plan',
  takeNote: 'Take a note',
  closeNote: 'Close note',
  noteKeys: 'Ctrl + Enter adds it to this question.',
  addComment: 'Add comment',
};
