import './TurnOnSound.css';

import { VolumeX } from 'lucide-react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { turnOnSound, useSound } from './sound';

export function TurnOnSound() {
  const t = useStrings();
  const blocked = useSound((state) => state.blocked);
  if (!blocked) return null;
  return (
    <div className="turn-on-sound" role="alert">
      <Button variant="primary" size="large" icon={VolumeX} onClick={() => void turnOnSound()}>
        {t.meeting.turnOnSound}
      </Button>
      <p className="visually-hidden">{t.meeting.soundBlocked}</p>
    </div>
  );
}
