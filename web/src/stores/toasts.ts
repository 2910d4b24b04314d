import { create } from 'zustand';

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'danger';
  /** True if the toast is shown but not read out, since its text is announced separately. */
  silent: boolean;
  /** A newer toast replaces an older one of the same topic. */
  topic: string;
  /** Sender of the text. */
  title?: string;
  /** Action that the toast offers. */
  action?: { label: string; run: () => void };
  /** Opens the subject of the toast. */
  open?: () => void;
}

const SHOWN_FOR_MS = 5000;
/** Toasts with an action need time to be read and reached. */
const OFFERED_FOR_MS = 8000;
const MOST = 3;
const TOGETHER_MS = 150;
let lastId = 0;
let announcedAt = 0;

export const useToasts = create<{ toasts: Toast[]; announcement: string }>()(() => ({
  toasts: [],
  announcement: '',
}));

const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Shows a short message for some seconds; screen readers read it out. */
export function toast(text: string, tone: Toast['tone'] = 'plain'): void {
  show({ text, tone, silent: false, topic: text });
}

/** Shows and announces a text; a newer text replaces an older one of the same topic. */
export function notify(text: string, topic: string): void {
  show({ text, tone: 'plain', silent: true, topic });
  announce(text);
}

/** Shows a text that one can act on. It is not read out: its sender announces it. */
export function offer(what: Required<Pick<Toast, 'text' | 'topic' | 'title' | 'action' | 'open'>>) {
  show({ ...what, tone: 'plain', silent: true });
}

/** Removes the toasts of a topic. */
export function dismiss(topic: string): void {
  useToasts.setState(({ toasts }) => {
    const left = toasts.filter((one) => one.topic !== topic);
    return left.length === toasts.length ? {} : { toasts: left };
  });
}

/** Keeps a toast while someone points at it or has the focus in it. */
export function hold(id: number): void {
  clearTimeout(timers.get(id));
}

/** The toast goes after its time, counted from now. */
export function release({ id, action }: Toast): void {
  clearTimeout(timers.get(id));
  timers.set(
    id,
    setTimeout(
      () => {
        timers.delete(id);
        useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((other) => other.id !== id) }));
      },
      action ? OFFERED_FOR_MS : SHOWN_FOR_MS,
    ),
  );
}

function show(what: Omit<Toast, 'id'>): void {
  lastId += 1;
  const one = { ...what, id: lastId };
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter(({ topic }) => topic !== what.topic), one].slice(-MOST),
  }));
  release(one);
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
