import { Video } from 'lucide-react';
import { useStartMeeting } from '../actions/useStartMeeting';
import { useStrings } from '../strings';
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

/** The button "Start meeting", and its failure in words. */
export function StartMeeting() {
  const t = useStrings();
  const { start, busy, error } = useStartMeeting();
  return (
    <>
      <Button variant="primary" icon={Video} busy={busy} onClick={() => void start()}>
        {t.common.startMeeting}
      </Button>
      {error && (
        <Notice tone="danger" role="alert">
          <p>{error}</p>
        </Notice>
      )}
    </>
  );
}
