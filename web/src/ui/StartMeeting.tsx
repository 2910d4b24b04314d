import { Video } from 'lucide-react';

import { useStrings } from '../strings';
import { Button } from './Button';
import { Notice } from './Notice';
import { useStartMeeting } from './useStartMeeting';

/** The button "Start meeting", and in words why it did not work. */
export function StartMeeting({ size = 'medium' }: { size?: 'medium' | 'large' }) {
  const t = useStrings();
  const { start, busy, error } = useStartMeeting();
  return (
    <>
      <Button variant="primary" size={size} icon={Video} busy={busy} onClick={() => void start()}>
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
