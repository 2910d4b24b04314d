import './Alone.css';

import { Copy } from 'lucide-react';

import type { MeetingId } from '../../rtc/protocol.gen';
import { ownInterviewRole, useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { copyOrTell, meetingUrl } from '../../ui/invite';

/** Beside whoever is alone: how to bring others in. */
export function Alone({ id }: { id: MeetingId }) {
  const t = useStrings();
  const url = meetingUrl(id);
  return (
    <div className="alone">
      <h2>{t.meeting.aloneTitle}</h2>
      <p>{t.meeting.aloneText}</p>
      <p className="alone-link" dir="ltr">
        {url.replace(/^https?:\/\//, '')}
      </p>
      <Button
        icon={Copy}
        onClick={() => void copyOrTell(t.meeting.invitation(url), t.meeting.invitationCopied)}
      >
        {t.meeting.copyInvitation}
      </Button>
    </div>
  );
}

/** In an interview everybody has a link of their own, which is not for here. */
export function AloneInInterview() {
  const t = useStrings().interview;
  const observes = useRoom(ownInterviewRole) === 'observer';
  return (
    <div className="alone">
      <h2>{observes ? t.nobodyAtAll : t.nobodyOnStage}</h2>
      <p>{t.nobodyOnStageText}</p>
    </div>
  );
}
