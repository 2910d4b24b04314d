import '../../ui/chat/Chat.css';

import { useRef } from 'react';

import { ownInterviewRole, useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { SidePanel } from '../../widgets/SidePanel';
import { ChatLog } from './ChatLog';
import { Composer } from './Composer';

/** Chat panel: the messages and the field to write. */
export function ChatPanel() {
  const t = useStrings();
  const observes = useRoom(ownInterviewRole) === 'observer';
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <SidePanel panel="chat" title={t.chat.title} initialFocus={field}>
      <ChatLog />
      {observes ? (
        <p className="chat-readonly">{t.interview.observersRead}</p>
      ) : (
        <Composer ref={field} />
      )}
    </SidePanel>
  );
}
