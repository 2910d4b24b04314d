import { create } from 'zustand';

interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  /** True if the toast is shown but not read out, since its text is announced separately. */
  silent: boolean;
  /** A newer toast replaces an older one of the same topic. */
  topic: string;
}

const SHOWN_FOR_MS = 5000;
const MOST = 3;
const TOGETHER_MS = 150;
let lastId = 0;
let announcedAt = 0;

export const useToasts = create<{ toasts: Toast[]; announcement: string }>()(() => ({
  toasts: [],
  announcement: '',
}));

/** Shows a short message for some seconds; screen readers read it out. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  show({ text, tone, silent: false, topic: text });
}

/** Shows and announces a text; a newer text replaces an older one of the same topic. */
export function notify(text: string, topic: string): void {
  show({ text, tone: 'plain', silent: true, topic });
  announce(text);
}

function show(what: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter(({ topic }) => topic !== what.topic), { ...what, id }].slice(-MOST),
  }));
  setTimeout(() => {
    useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((other) => other.id !== id) }));
  }, SHOWN_FOR_MS);
}

/**
 * Announces a text to screen readers only, after what they are reading. Texts in quick succession
 * are joined, so that none is lost.
 */
export function announce(text: string): void {
  const now = Date.now();
  const together = now - announcedAt < TOGETHER_MS;
  announcedAt = now;
  // Live regions ignore a repeated text: a no-break space makes it different.
  useToasts.setState(({ announcement }) => {
    if (together && announcement !== '') return { announcement: `${announcement}. ${text}` };
    return { announcement: announcement === text ? `${text}\u00a0` : text };
  });
}
