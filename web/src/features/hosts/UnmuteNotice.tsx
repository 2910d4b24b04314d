import './HostNotice.css';

import { MicOff } from 'lucide-react';
import { useId } from 'react';

import { meetingSession } from '../../session';
import { useHosting } from '../../stores/hosting';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/**
 * A host's request to unmute. It stays until it is answered and does not take the focus, since the
 * person may be writing.
 */
export function UnmuteNotice() {
  const t = useStrings();
  const asked = useHosting((state) => state.unmuteAsked);
  const titleId = useId();
  if (!asked) return null;
  return (
    <div className="host-notice" role="dialog" aria-labelledby={titleId}>
      <div className="host-notice-question">
        <MicOff aria-hidden="true" />
        <p id={titleId} className="host-notice-title" dir="auto">
          {t.hosts.unmuteAsked(asked.by ?? t.hosts.aHost)}
        </p>
        <span className="host-notice-answers">
          <Button size="small" onClick={() => meetingSession.answerUnmute(false)}>
            {t.hosts.stayMuted}
          </Button>
          <Button size="small" variant="primary" onClick={() => meetingSession.answerUnmute(true)}>
            {t.hosts.unmute}
          </Button>
        </span>
      </div>
    </div>
  );
}
