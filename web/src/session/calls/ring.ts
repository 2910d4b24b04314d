import type { OwnCall } from '../../lib/own-calls';
import type { CallId } from '../../protocol/protocol.gen';
import { RingTone } from '../../rtc/ring-tone';
import { shownName } from '../../stores/address-book';
import { effectiveSpeaker, useDevices } from '../../stores/devices';

const BLINK = 1_000;
const ICON = '/favicon.svg';
const RINGING_ICON = '/favicon-ringing.svg';

/** Texts of a ringing call; the page knows the language. */
export interface RingWords {
  /** "Incoming call from Ana" */
  title: string;
  answer: string;
  decline: string;
}

let words: (name: string) => RingWords = (name) => ({ title: name, answer: '', decline: '' });

/** Puts a ringing call into words. */
export function sayRings(say: (name: string) => RingWords): void {
  words = say;
}

/** Makes a call heard and seen: a tone, the page's title and icon, and a system notification. */
export class Ring {
  readonly #tone = new RingTone();
  #ringing: CallId | null = null;
  #blink: ReturnType<typeof setInterval> | undefined;
  /** The page's own title while another is shown. */
  #title: string | null = null;
  #shown = '';

  handle(calls: readonly OwnCall[]): void {
    const incoming = calls.find(({ phase }) => phase === 'ringing_in') ?? null;
    const outgoing = calls.some(({ phase, here }) => phase === 'ringing_out' && here);
    const speakerId = effectiveSpeaker(useDevices.getState());
    if (incoming) this.#tone.play('ring', speakerId);
    else if (outgoing) this.#tone.play('ring_back', speakerId);
    else this.#tone.stop();
    if (incoming?.id === this.#ringing) return;
    if (this.#ringing !== null) this.#stopShowing(this.#ringing);
    this.#ringing = incoming?.id ?? null;
    if (incoming) this.#show(incoming);
  }

  #show(call: OwnCall): void {
    const said = words(shownName(call.other));
    this.#startBlinking(said.title);
    void notify(call.id, said, () => this.#ringing === call.id);
  }

  #stopShowing(call: CallId): void {
    clearInterval(this.#blink);
    icon(ICON);
    // The page has changed its icon meanwhile.
    if (this.#title !== null && document.title === this.#shown) document.title = this.#title;
    this.#title = null;
    void withdraw(call);
  }

  #startBlinking(title: string): void {
    let on = false;
    const turn = (): void => {
      // The page has changed its title meanwhile.
      if (this.#title === null || document.title !== this.#shown) this.#title = document.title;
      on = !on;
      this.#shown = on ? `☎ ${title}` : this.#title;
      document.title = this.#shown;
      icon(on ? RINGING_ICON : ICON);
    };
    turn();
    this.#blink = setInterval(turn, BLINK);
  }
}

function icon(href: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon][type="image/svg+xml"]');
  link?.setAttribute('href', href);
}

const WORKER = '/call-worker.js';
const SHOW_ATTEMPTS = 5;
const SHOW_AGAIN = 1_000;

export type NotificationState = 'unsupported' | 'default' | 'granted' | 'denied';

/** True if this browser shows notifications of calls. */
export function notificationState(): NotificationState {
  const possible = typeof Notification !== 'undefined' && 'serviceWorker' in navigator;
  return possible ? Notification.permission : 'unsupported';
}

/** Asks for permission; must be called in a press. */
export async function askForNotifications(): Promise<NotificationState> {
  if (notificationState() === 'unsupported') return 'unsupported';
  await Notification.requestPermission();
  return notificationState();
}

/** Calls back when a notification is pressed; returns the unsubscribe function. */
export function onNotificationPress(
  act: (press: 'answer' | 'decline' | 'open', call: CallId) => void,
): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  const listen = ({ data }: MessageEvent): void => {
    const { type, press, call } = (data ?? {}) as Record<string, unknown>;
    if (type !== 'call_press' || typeof call !== 'string') return;
    if (press === 'answer' || press === 'decline' || press === 'open') act(press, call);
  };
  navigator.serviceWorker.addEventListener('message', listen);
  navigator.serviceWorker.startMessages();
  return () => navigator.serviceWorker.removeEventListener('message', listen);
}

async function notify(call: CallId, said: RingWords, rings: () => boolean): Promise<void> {
  // A person who looks at the page sees the call there.
  if (notificationState() !== 'granted' || document.visibilityState === 'visible') return;
  // A service worker that has just started may refuse the first notification.
  for (let attempt = 0; attempt < SHOW_ATTEMPTS && rings(); attempt += 1) {
    try {
      await showNotification(call, said, rings);
      return;
    } catch {
      // Without a notification the call rings in the page.
      await new Promise((resolve) => setTimeout(resolve, SHOW_AGAIN));
    }
  }
}

async function showNotification(
  call: CallId,
  said: RingWords,
  rings: () => boolean,
): Promise<void> {
  await navigator.serviceWorker.register(WORKER);
  const registration = await navigator.serviceWorker.ready;
  if (!rings()) return;
  const options = {
    tag: tagOf(call),
    requireInteraction: true,
    icon: '/icon-192.png',
    data: { call },
    actions: [
      { action: 'answer', title: said.answer },
      { action: 'decline', title: said.decline },
    ],
  };
  await registration.showNotification(said.title, options);
  if (!rings()) await withdraw(call);
}

async function withdraw(call: CallId): Promise<void> {
  if (notificationState() !== 'granted') return;
  try {
    const registration = await navigator.serviceWorker.getRegistration();
    const shown = (await registration?.getNotifications({ tag: tagOf(call) })) ?? [];
    for (const one of shown) one.close();
  } catch {
    // The person removed it from the browser's own list.
  }
}

function tagOf(call: CallId): string {
  return `convene-call-${call}`;
}
