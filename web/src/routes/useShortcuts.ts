import { useEffect } from 'react';

import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { togglePanel } from '../stores/panel';
import { useSettings } from '../stores/settings';
import { toggleHand } from '../ui/hand';

const SHORTCUTS: Record<string, () => void> = {
  c: () => togglePanel('chat'),
  p: () => togglePanel('people'),
  h: toggleHand,
  m: () => {
    const { wanted, problem } = useDevices.getState().microphone;
    void devices.setMicrophone(!(wanted && !problem));
  },
  v: () => {
    const { wanted, problem } = useDevices.getState().camera;
    void devices.setCamera(!(wanted && !problem));
  },
};

/** Single keys, where nothing is being typed; they can be turned off (WCAG 2.1.4). */
export function useShortcuts(): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
      if (event.defaultPrevented || event.isComposing || !useSettings.getState().shortcuts) return;
      if (event.target instanceof Element && event.target.closest(TYPING)) return;
      if (document.querySelector('dialog[open]')) return;
      const act = SHORTCUTS[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', handleKey);
    return () => removeEventListener('keydown', handleKey);
  }, []);
}

const TYPING = 'input, textarea, select, [contenteditable]';
