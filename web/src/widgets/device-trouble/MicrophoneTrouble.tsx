import { MicOff } from 'lucide-react';
import { useState } from 'react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

interface MicrophoneTroubleProps {
  trouble: 'silent' | 'interrupted' | 'ended';
  onChooseMicrophone: () => void;
}

/** Notice of a microphone without sound. It stays until the trouble ends or it is dismissed. */
export function MicrophoneTrouble({ trouble, onChooseMicrophone }: MicrophoneTroubleProps) {
  const t = useStrings();
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <Notice
      tone="warn"
      icon={MicOff}
      title={t.voice.trouble[trouble].title}
      actions={
        <>
          <Button size="small" onClick={onChooseMicrophone}>
            {t.voice.chooseMicrophone}
          </Button>
          <Button size="small" onClick={() => setDismissed(true)}>
            {t.voice.dismiss}
          </Button>
        </>
      }
    >
      <p>{t.voice.trouble[trouble].text}</p>
    </Notice>
  );
}
