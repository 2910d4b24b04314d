import { useEffect, useRef } from 'react';

import type { Party } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { SidePanel } from '../../widgets/SidePanel';
import { DirectChat } from './DirectChat';

/** Direct messages of the two in a call, the same as before and after it. */
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
  // Focus only on request: keys pressed at once must go somewhere.
  const shown = direct ?? { with: party, messages: [], hasMore: false, status: 'loading' as const };
  return (
    <SidePanel panel="chat" title={t.chat.title} initialFocus={field}>
      <DirectChat direct={shown} label={t.chat.log} field={field} />
    </SidePanel>
  );
}
