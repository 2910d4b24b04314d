import { useState } from 'react';
import { readDraft, writeDraft } from '../../lib/session-drafts';
import type { MeetingId } from '../../protocol/protocol.gen';

/** Unsent text of a field. It survives closing the panel and reloading the page. */
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
