import type { interviewPanel as en } from './interviewing.en';

/** Das Panel der Interviewer:innen, auf Deutsch; ein Teil von `de.ts`. */
export const interviewPanel: typeof en = {
  tabs: 'Teile des Interviews',
  next: 'Als Nächstes:',
  askNext: 'Nächste Frage stellen',
  improvise: 'Etwas anderes fragen',
  debrief: 'Nachbesprechung',
  planned: 'Geplante Fragen',
  editPlan: 'Plan bearbeiten',
  takeNote: 'Notiz machen',
  closeNote: 'Notizfeld schließen',
  noteKeys: 'Strg + Enter fügt sie zu dieser Frage hinzu.',
  addComment: 'Kommentar hinzufügen',
};
