import { useLayoutEffect, useRef } from 'react';

import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** Button above the first message that loads older ones, as scrolling there does. */
export function ShowOlder() {
  const t = useStrings();
  const loading = useChat((state) => state.loadingOlder);
  const line = useRef<HTMLParagraphElement>(null);

  // A layout effect, since its cleanup runs before the last page removes the focused button.
  useLayoutEffect(() => {
    const element = line.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      element.closest<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
    };
  }, []);

  return (
    <p ref={line} className="chat-hint">
      <Button
        size="small"
        variant="quiet"
        busy={loading}
        onClick={() => void meetingSession.chat?.loadOlder()}
      >
        {loading ? t.chat.loadingOlder : t.chat.older}
      </Button>
    </p>
  );
}
