import { AppWindow } from 'lucide-react';
import { useEffect, useState } from 'react';

import type { MeetingId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/** Token of this person's presence in another tab of this browser; null if there is none. */
export function useOtherTab(id: MeetingId): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => meetingSession.findOtherTab(id, setToken), [id]);
  return token;
}

/** Offers to move the presence here, so that nobody is in a meeting twice by mistake. */
export function Elsewhere({
  token,
  onUseHere,
}: {
  token: string;
  onUseHere: (token: string) => void;
}) {
  const t = useStrings();
  return (
    <Notice
      tone="info"
      role="status"
      icon={AppWindow}
      title={t.door.elsewhereTitle}
      actions={
        <Button variant="primary" onClick={() => onUseHere(token)}>
          {t.door.useHere}
        </Button>
      }
    >
      <p>{t.door.elsewhere}</p>
    </Notice>
  );
}
