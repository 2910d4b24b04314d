import { useEffect } from 'react';

import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { usePushToTalk } from '../stores/push-to-talk';
import { onlyWatches, useRoom } from '../stores/room';
import { isSingleKey } from './single-keys';

/** Controls that Space presses when they were reached by keyboard. */
const PRESSED = 'button, a[href], input, summary, [role=button], [tabindex="0"]';
/** Groups in which arrow keys move the focus. */
const OF_ITS_OWN = 'fieldset';

/**
 * Holding Space unmutes; releasing it, or switching to another window, mutes again. A button
 * pressed with the mouse keeps the focus but does not get Space: after muting with the mouse a
 * person could not talk.
 */
export function useTalkKey(): void {
  useEffect(() => {
    const listeners = new AbortController();
    const { signal } = listeners;
    /** The last element pressed with a mouse or finger, unless a key came later. */
    let pointedAt: Node | null = null;
    let focusedByPointer: EventTarget | null = null;

    const isForFocus = (target: EventTarget | null): boolean => {
      if (!(target instanceof Element)) return false;
      if (target.closest(OF_ITS_OWN)) return true;
      return target.closest(PRESSED) !== null && target !== focusedByPointer;
    };
    const release = (): void => {
      if (!usePushToTalk.getState().held) return;
      usePushToTalk.setState({ held: false });
      void devices.setMicrophone(false);
    };
    const handleDown = (event: KeyboardEvent): void => {
      if (event.key !== ' ') return;
      if (usePushToTalk.getState().held) {
        event.preventDefault();
        return;
      }
      if (onlyWatches(useRoom.getState())) return;
      const { wanted, problem } = useDevices.getState().microphone;
      const muted = !wanted || problem !== null;
      if (!muted || event.repeat || event.shiftKey) return;
      if (!isSingleKey(event) || isForFocus(event.target)) return;
      event.preventDefault();
      usePushToTalk.setState({ held: true });
      void devices.setMicrophone(true);
    };
    const handleUp = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || !usePushToTalk.getState().held) return;
      // Firefox presses a button on key up.
      event.preventDefault();
      release();
    };

    addEventListener('keydown', handleDown, { signal });
    addEventListener('keyup', handleUp, { signal });
    addEventListener('blur', release, { signal });
    addEventListener('pagehide', release, { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'hidden') release();
      },
      { signal },
    );
    const first = { signal, capture: true };
    addEventListener(
      'pointerdown',
      ({ target }) => {
        pointedAt = target instanceof Node ? target : null;
      },
      first,
    );
    addEventListener(
      'keydown',
      () => {
        pointedAt = null;
      },
      first,
    );
    addEventListener(
      'focusin',
      ({ target }) => {
        const pointed = target instanceof Node && pointedAt !== null && target.contains(pointedAt);
        focusedByPointer = pointed ? target : null;
      },
      first,
    );
    return () => {
      release();
      listeners.abort();
    };
  }, []);
}
