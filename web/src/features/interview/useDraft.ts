import { useState } from 'react';
import { readDraft, writeDraft } from '../../lib/session-drafts';
import type { MeetingId } from '../../rtc/protocol.gen';

/** What is typed into a field and not sent: it outlives the panel, and a reload of the page. */
export function useDraft(id: MeetingId, field: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(id, field));
  return [
    text,
    (changed) => {
      setText(changed);
      writeDraft(id, field, changed);
    },
  ];
}
