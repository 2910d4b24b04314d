import './VolumeControl.css';

import { Volume1, Volume2, VolumeX } from 'lucide-react';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { setVolume, useVolumeOf } from '../../stores/volumes';
import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';

interface VolumeProps {
  id: ParticipantId;
  name: string;
}

/** Opens the slider of somebody's volume, and shows how loud they are. */
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

/** How loud somebody is heard here; nobody else notices. */
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

/** Not in Safari on a phone or tablet: there only the device's own buttons set the volume. */
export const canSetVolume: boolean = (() => {
  const audio = document.createElement('audio');
  audio.volume = 0.5;
  return audio.volume === 0.5;
})();
