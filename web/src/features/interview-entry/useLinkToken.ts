import { useEffect, useState } from 'react';

import { keepLinkToken, readLinkToken, tokenInHash } from '../../lib/interview-links';
import type { MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';

/**
 * Token of the opened link, or a stored one. It leaves the address bar at once, where others could
 * read or copy it.
 */
export function useLinkToken(id: MeetingId): string | null {
  const [token, setToken] = useState(() => tokenInHash(location.hash) ?? readLinkToken(id));

  useEffect(() => {
    const take = () => {
      const found = tokenInHash(location.hash);
      if (found === null) return;
      // Another link is another person.
      if (readLinkToken(id) !== found) meetingSession.forget(id);
      keepLinkToken(id, found);
      history.replaceState(history.state, '', location.pathname);
      setToken(found);
    };
    take();
    // Another link of the same interview in this tab does not load the page anew.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [id]);

  return token;
}
