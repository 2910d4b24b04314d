import { useSyncExternalStore } from 'react';
import { toast } from '../stores/toasts';
import { strings } from '../strings';
import { useEscape } from '../ui/useEscape';

/** False on an iPhone, and in frames that forbid it. */
export const canFullscreen = (): boolean => document.fullscreenEnabled === true;

/** The fullscreen element, or null. */
export function useFullscreenElement(): Element | null {
  return useSyncExternalStore(subscribe, () => document.fullscreenElement ?? null);
}

/**
 * Shows an element full screen, or leaves full screen if it is already. Must be called in a press.
 */
export async function toggleFullscreen(element: Element): Promise<void> {
  try {
    if (document.fullscreenElement === element) await document.exitFullscreen();
    else await element.requestFullscreen();
  } catch {
    toast(strings().stage.fullScreenRefused, 'danger');
  }
}

/** Leaves full screen on Escape. A browser without a window of its own does not do so itself. */
export function useLeaveOnEscape(): void {
  useEscape(() => {
    if (!document.fullscreenElement) return false;
    document.exitFullscreen().catch(() => {});
    return true;
  });
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}
