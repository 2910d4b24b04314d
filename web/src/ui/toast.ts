import { create } from 'zustand';

interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
}

const SHOWN_FOR_MS = 5000;
const MOST = 3;
let lastId = 0;

export const useToasts = create<{ toasts: Toast[]; announcement: string }>()(() => ({
  toasts: [],
  announcement: '',
}));

/** Shows a short message for some seconds; screen readers hear it too. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((other) => other.text !== text), { id, text, tone }].slice(-MOST),
  }));
  setTimeout(() => {
    useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((other) => other.id !== id) }));
  }, SHOWN_FOR_MS);
}

/** Says something to screen readers only, when they have finished what they are saying. */
export function announce(text: string): void {
  // The same text twice is no change to a live region: a no-break space makes it one.
  useToasts.setState(({ announcement }) => ({
    announcement: announcement === text ? `${text}\u00a0` : text,
  }));
}
