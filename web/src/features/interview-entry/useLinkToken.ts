import { useEffect, useState } from 'react';

import { keepLinkToken, readLinkToken, tokenInHash } from '../../lib/interview-links';
import type { MeetingId } from '../../rtc/protocol.gen';
import { meetingSession } from '../../session';

/**
 * The token of the link that was opened, here or before. It goes out of the address bar at once: what stands there is
 * seen over a shoulder, and copied to others.
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
    // Another link of the same interview, opened in this tab, is no new page.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [id]);

  return token;
}
