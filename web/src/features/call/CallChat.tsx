import { useEffect, useRef } from 'react';

import type { Party } from '../../rtc/protocol.gen';
import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { SidePanel } from '../../ui/SidePanel';
import { DirectChat } from './DirectChat';

/** What two write to each other while they talk: the same as before the call and after it. */
export function CallChat({ party }: { party: Party }) {
  const t = useStrings();
  const direct = useCalls((state) => (state.direct?.with.id === party.id ? state.direct : null));
  const field = useRef<HTMLTextAreaElement>(null);
  const { id } = party;
  const name = useRef(party.name);
  useEffect(() => {
    void calls.openDirect({ id, name: name.current });
    return () => calls.closeDirect();
  }, [id]);
  // Not before it is asked for: what is typed at once goes somewhere.
  const shown = direct ?? { with: party, messages: [], hasMore: false, status: 'loading' as const };
  return (
    <SidePanel panel="chat" title={t.chat.title} initialFocus={field}>
      <DirectChat direct={shown} label={t.chat.log} field={field} />
    </SidePanel>
  );
}
