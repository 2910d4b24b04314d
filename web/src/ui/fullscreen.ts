import { useEffect, useSyncExternalStore } from 'react';

import { strings } from '../strings';
import { toast } from './toast';

/** Not on an iPhone, nor in a frame that does not allow it. */
export const canFullscreen = (): boolean => document.fullscreenEnabled === true;

/** What fills the screen; null while nothing does. */
export function useFullscreenElement(): Element | null {
  return useSyncExternalStore(subscribe, () => document.fullscreenElement ?? null);
}

/** Fills the screen with an element, or stops that if it already does. To be called in a press. */
export async function toggleFullscreen(element: Element): Promise<void> {
  try {
    if (document.fullscreenElement === element) await document.exitFullscreen();
    else await element.requestFullscreen();
  } catch {
    toast(strings().stage.fullScreenRefused, 'danger');
  }
}

/** Browsers do that by themselves before the page hears of the key; one without its own window does not. */
export function useLeaveOnEscape(): void {
  useEffect(() => {
    document.addEventListener('keydown', leaveOnEscape);
    return () => document.removeEventListener('keydown', leaveOnEscape);
  }, []);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

function leaveOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !event.defaultPrevented && document.fullscreenElement) {
    document.exitFullscreen().catch(() => {});
  }
}
