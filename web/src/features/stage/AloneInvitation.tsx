import './AloneInvitation.css';

import { Copy, Share2, X } from 'lucide-react';
import { useState } from 'react';

import { copyOrTell, useMeetingUrl } from '../../actions/invite';
import { hasShareSheet, shareMeeting } from '../../actions/share-meeting';
import type { MeetingId } from '../../protocol/protocol.gen';
import { ownInterviewRole, useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';

/** Invitation beside the tile of a participant who is alone. */
export function AloneInvitation({ id }: { id: MeetingId }) {
  const t = useStrings();
  const url = useMeetingUrl(id);
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <div className="alone">
      <IconButton
        className="alone-dismiss"
        label={t.voice.dismiss}
        icon={X}
        onClick={() => setDismissed(true)}
      />
      <h2>{t.meeting.aloneTitle}</h2>
      <p>{t.meeting.aloneText}</p>
      <p className="alone-link" dir="ltr">
        {url.replace(/^https?:\/\//, '')}
      </p>
      {hasShareSheet() && (
        <Button variant="primary" icon={Share2} onClick={() => void shareMeeting(id)}>
          {t.naming.share}
        </Button>
      )}
      <Button
        icon={Copy}
        onClick={() => void copyOrTell(t.meeting.invitation(url), t.meeting.invitationCopied)}
      >
        {t.meeting.copyInvitation}
      </Button>
    </div>
  );
}

/** Interview variant without a link: each person has a personal one. */
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
