import './ChatPanel.css';

import { useRef } from 'react';

import { ownInterviewRole, useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { SidePanel } from '../../ui/SidePanel';
import { ChatLog } from './ChatLog';
import { Composer } from './Composer';

/** What people write to each other, and what one writes to them. */
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
