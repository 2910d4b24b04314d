import { create } from 'zustand';

interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  /** Seen only: what it says is announced in other ways. */
  silent: boolean;
  /** A later toast of the same topic takes its place. */
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

/** Shows a short message for some seconds; screen readers hear it too. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  show({ text, tone, silent: false, topic: text });
}

/** Shows what has happened and announces it; the last of a topic stays. */
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
 * Says something to screen readers only, when they have finished what they are saying. What comes right
 * after something else is added to it, so that neither is lost.
 */
export function announce(text: string): void {
  const now = Date.now();
  const together = now - announcedAt < TOGETHER_MS;
  announcedAt = now;
  // The same text twice is no change to a live region: a no-break space makes it one.
  useToasts.setState(({ announcement }) => {
    if (together && announcement !== '') return { announcement: `${announcement}. ${text}` };
    return { announcement: announcement === text ? `${text}\u00a0` : text };
  });
}
