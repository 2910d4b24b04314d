import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, vi } from 'vitest';

import type { Role } from '../protocol/protocol.gen';
import { initialChat, useChat } from '../stores/chat';
import { initialDevices, useDevices } from '../stores/devices';
import { initialHosting, useHosting } from '../stores/hosting';
import { closePanel } from '../stores/panel';
import { initialRecording, useRecording } from '../stores/recording';
import { initialRoom, useRoom } from '../stores/room';
import { useToasts } from '../stores/toasts';

/** The element that tested components render into; each test has a new one. */
export let place: HTMLElement;
let root: Root;

/** Gives each test of a file an empty page 1,280 pixels wide, and every store its initial state. */
export function setUpPage(): void {
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    setWidth(1280);
    place = document.body.appendChild(document.createElement('div'));
    root = createRoot(place);
  });

  afterEach(() => {
    act(() => root.unmount());
    place.remove();
    useDevices.setState(initialDevices, true);
    useRoom.setState(initialRoom, true);
    useChat.setState(initialChat, true);
    useHosting.setState(initialHosting, true);
    useRecording.setState(initialRecording);
    useToasts.setState({ toasts: [], announcement: '' });
    closePanel();
    vi.clearAllMocks();
    vi.unstubAllGlobals();
  });
}

export function show(what: ReactNode): void {
  act(() => root.render(what));
}

export function setWidth(width: number): void {
  const { happyDOM } = window as unknown as {
    happyDOM: { setViewport(size: { width: number }): void };
  };
  happyDOM.setViewport({ width });
}

/** Types as a person does: React reacts to the event, not to the value. */
export function type(field: HTMLInputElement, text: string): void {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  set?.call(field, text);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export const nameOf = (element: Element) =>
  element.getAttribute('aria-label') ?? element.textContent;

export const buttons = () => [...place.querySelectorAll('button')].map(nameOf);

/** The only button with this name. */
export function button(name: string): HTMLButtonElement {
  const found = [...place.querySelectorAll('button')].filter((one) => nameOf(one) === name);
  expect(found, `buttons "${name}" among ${buttons().join(', ')}`).toHaveLength(1);
  return found[0] as HTMLButtonElement;
}

export async function press(name: string): Promise<void> {
  await act(async () => button(name).click());
}

export const fields = () => [...place.querySelectorAll('label')].map((label) => label.textContent);

export function person(id: string, name: string, role: Role = 'guest') {
  const media = { microphone: true, camera: true, screen_share: false, screen_share_audio: false };
  return { id, name, role, media, presence: 'connected' as const, joined_at: 0 };
}
