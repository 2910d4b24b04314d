import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';

import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { MessageGroupView } from './ChatMessages';
import { groupMessages } from './groups';
import { PendingList } from './PendingList';
import { ShowOlder } from './ShowOlder';

/**
 * Distances in pixels: from the end, within which the log follows new messages; from the start,
 * within which it loads older ones.
 */
const NEAR = 48;

/** The messages. The log follows new ones unless the person has scrolled up. */
export function ChatLog() {
  const t = useStrings();
  const messages = useChat((state) => state.messages);
  const pending = useChat((state) => state.pending);
  const history = useChat((state) => state.history);
  const hasMore = useChat((state) => state.hasMore);
  const loadingOlder = useChat((state) => state.loadingOlder);
  const unread = useChat((state) => state.unread);
  const groups = useMemo(() => groupMessages(messages), [messages]);
  const log = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  /** `atEnd` as a ref: messages and sizes may change before React updates the state. */
  const end = useRef(true);
  /** Position before the present change, to be restored. */
  const before = useRef({ height: 0, top: 0, first: 0, pending: 0 });
  /** Size of the log when last measured. */
  const frame = useRef({ width: 0, height: 0 });

  const keepToEnd = useCallback((to: boolean) => {
    end.current = to;
    setAtEnd(to);
  }, []);

  const toEnd = useCallback(() => {
    const element = log.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    const element = log.current;
    if (!element) return;
    const was = before.current;
    const first = messages[0]?.id ?? 0;
    const wrote = pending.length > was.pending;
    // The person scrolled up a moment ago and the browser has not reported it yet.
    const asWide = frame.current.width === element.clientWidth;
    if (asWide && element.scrollTop < was.top && isReadBack(element)) keepToEnd(false);
    if (end.current || wrote) element.scrollTop = element.scrollHeight;
    else if (was.first > first && first > 0) {
      // Older messages were inserted above.
      element.scrollTop = was.top + element.scrollHeight - was.height;
    }
    before.current = {
      height: element.scrollHeight,
      top: element.scrollTop,
      first,
      pending: pending.length,
    };
  }, [messages, pending, keepToEnd]);

  // The panel changed its size: stay at the end.
  useEffect(() => {
    const element = log.current;
    if (!element || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => {
      frame.current = { width: element.clientWidth, height: element.clientHeight };
      if (end.current) toEnd();
      before.current.top = element.scrollTop;
      before.current.height = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [toEnd]);

  // The end of an open panel on a visible page counts as read.
  useEffect(() => {
    const seen = () => {
      // Uses the ref: messages that arrive just after scrolling up are not read.
      const reads = atEnd && end.current;
      if (reads && unread > 0 && document.visibilityState === 'visible') {
        meetingSession.chat?.markRead();
      }
    };
    seen();
    document.addEventListener('visibilitychange', seen);
    return () => document.removeEventListener('visibilitychange', seen);
  }, [atEnd, unread]);

  const handleScroll = () => {
    const element = log.current;
    if (!element) return;
    // The browser also scrolls when the text wraps anew; the person did not ask for that.
    if (frame.current.width !== element.clientWidth) return;
    before.current.top = element.scrollTop;
    before.current.height = element.scrollHeight;
    // The panel may also shrink and move the end away before the observer runs.
    keepToEnd(!isReadBack(element, frame.current.height));
    if (element.scrollTop < NEAR) void meetingSession.chat?.loadOlder();
  };

  const empty = messages.length === 0 && pending.length === 0;
  return (
    <div className="chat-log-frame">
      <div
        ref={log}
        className="chat-log"
        role="log"
        aria-label={t.chat.log}
        aria-busy={loadingOlder || history === 'loading'}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        onScroll={handleScroll}
      >
        {hasMore && <ShowOlder />}
        {history === 'failed' && <p className="chat-hint">{t.chat.historyFailed}</p>}
        {empty && history === 'loading' && <p className="chat-hint">{t.chat.loading}</p>}
        {empty && history === 'ready' && (
          <div className="chat-empty">
            <p>{t.chat.empty}</p>
            <p>{t.chat.emptyText}</p>
          </div>
        )}
        {groups.map((group, index) => (
          <MessageGroupView key={group.key} group={group} isFirst={index === 0} />
        ))}
        <PendingList />
      </div>
      {!atEnd && unread > 0 && (
        <Button
          variant="primary"
          size="small"
          icon={ArrowDown}
          className="chat-jump"
          onClick={() => {
            toEnd();
            log.current?.focus();
          }}
        >
          {t.chat.newMessages(unread)}
        </Button>
      )}
    </div>
  );
}

/** True if the end is out of sight, at this height or a greater one. */
function isReadBack({ scrollHeight, scrollTop, clientHeight }: HTMLElement, height = 0): boolean {
  return scrollHeight - scrollTop - Math.max(clientHeight, height) >= NEAR;
}
