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

/** So near to the end, one reads along; so near to the beginning, older messages are asked for. */
const NEAR = 48;

/** The messages. It keeps to the newest unless one has scrolled up. */
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
  /** The same as soon as it is known: messages and sizes may change before React gets to the state. */
  const end = useRef(true);
  /** What was seen before the present change, to stay there. */
  const before = useRef({ height: 0, top: 0, first: 0, pending: 0 });
  /** Its size as it was last seen. */
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
    // Scrolled up a moment ago, and the browser has not said so yet.
    const asWide = frame.current.width === element.clientWidth;
    if (asWide && element.scrollTop < was.top && isReadBack(element)) keepToEnd(false);
    if (end.current || wrote) element.scrollTop = element.scrollHeight;
    else if (was.first > first && first > 0) {
      // Older ones came in above.
      element.scrollTop = was.top + element.scrollHeight - was.height;
    }
    before.current = {
      height: element.scrollHeight,
      top: element.scrollTop,
      first,
      pending: pending.length,
    };
  }, [messages, pending, keepToEnd]);

  // The panel's shape changes: keep to the end.
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

  // What lies at the end of an open panel in a page that is looked at has been seen.
  useEffect(() => {
    const seen = () => {
      // By what is known now: messages that came while one has just scrolled up are not seen.
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
    // The browser scrolls on its own where the text wraps anew: that is nobody's wish to read back.
    if (frame.current.width !== element.clientWidth) return;
    before.current.top = element.scrollTop;
    before.current.height = element.scrollHeight;
    // Nor is that the end moves off as the panel gets lower, before the observer has seen it.
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

/** Whether its end is out of sight, at this height or a greater one. */
function isReadBack({ scrollHeight, scrollTop, clientHeight }: HTMLElement, height = 0): boolean {
  return scrollHeight - scrollTop - Math.max(clientHeight, height) >= NEAR;
}
