import { useLayoutEffect, useRef } from 'react';

import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** Above the first message while there are older ones: scrolling there asks for them, and so does this. */
export function ShowOlder() {
  const t = useStrings();
  const loading = useChat((state) => state.loadingOlder);
  const line = useRef<HTMLParagraphElement>(null);

  // A layout effect: its end comes before the last page takes the button away, and its focus with it.
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
