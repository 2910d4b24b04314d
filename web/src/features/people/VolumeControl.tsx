import './VolumeControl.css';

import { Volume1, Volume2, VolumeX } from 'lucide-react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { setVolume, useVolumeOf } from '../../stores/volumes';
import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';

interface VolumeProps {
  id: ParticipantId;
  name: string;
}

/** Button that shows a participant's volume and opens its slider. */
export function VolumeButton({
  id,
  name,
  open,
  onToggle,
}: VolumeProps & { open: boolean; onToggle: () => void }) {
  const t = useStrings();
  const volume = useVolumeOf(id);
  return (
    <IconButton
      className="volume-button"
      label={t.voice.volumeOf(name)}
      title={t.voice.volumeOf(name)}
      icon={volume === 0 ? VolumeX : volume <= 0.5 ? Volume1 : Volume2}
      aria-expanded={open}
      data-changed={volume < 1 || undefined}
      onClick={onToggle}
    />
  );
}

/** Slider of a participant's volume, on this device only. */
export function VolumeSlider({ id, name }: VolumeProps) {
  const t = useStrings();
  const percent = Math.round(useVolumeOf(id) * 100);
  return (
    <div className="volume">
      <input
        type="range"
        min={0}
        max={100}
        step={5}
        value={percent}
        aria-label={t.voice.volumeOf(name)}
        aria-valuetext={t.voice.percent(percent)}
        onChange={(event) => setVolume(id, Number(event.target.value) / 100)}
      />
      <span className="volume-percent" aria-hidden="true">
        {t.voice.percent(percent)}
      </span>
    </div>
  );
}

/** False in Safari on phones and tablets, where only hardware buttons set the volume. */
export const canSetVolume: boolean = (() => {
  const audio = document.createElement('audio');
  audio.volume = 0.5;
  return audio.volume === 0.5;
})();
