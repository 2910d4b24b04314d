import './VoiceNotices.css';

import { Mic, MicOff } from 'lucide-react';
import { useState } from 'react';

import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { usePushToTalk } from '../../stores/push-to-talk';
import { useSettings } from '../../stores/settings';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { KeyText } from '../../ui/KeyText';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { MicrophoneTrouble } from '../../widgets/device-trouble/MicrophoneTrouble';

interface VoiceNoticesProps {
  onChooseMicrophone: () => void;
}

/** Notices about the own microphone, one at a time, above the control bar. */
export function VoiceNotices({ onChooseMicrophone }: VoiceNoticesProps) {
  const talking = usePushToTalk(({ held }) => held);
  const live = useDevices((state) => state.microphone.live);
  const trouble = useDevices((state) => state.hearing.trouble);
  return (
    // Always mounted: screen readers miss text in a new live region.
    <div className="voice-notices" role="status">
      {talking ? live && <Talking /> : <Muted />}
      {trouble && !talking && (
        <MicrophoneTrouble
          key={trouble}
          trouble={trouble}
          onChooseMicrophone={onChooseMicrophone}
        />
      )}
    </div>
  );
}

function Talking() {
  const t = useStrings();
  return (
    <p className="voice-talking">
      <Mic aria-hidden="true" />
      {t.voice.talking}
    </p>
  );
}

/** Notice for speaking while muted. It hides by itself unless pointer or focus are on it. */
function Muted() {
  const t = useStrings();
  const noticed = useDevices((state) => state.hearing.mutedSpeech);
  const muted = useDevices((state) => !state.microphone.wanted);
  const [attended, setAttended] = useState(false);
  const shortcuts = useSettings((state) => state.shortcuts);
  const hasKeyboard = useMediaQuery('(any-hover: hover)');
  if (!muted || (!noticed && !attended)) return null;

  const unmute = () => {
    void devices.setMicrophone(true);
    setAttended(false);
    // This notice hides; the focus moves to the bar's microphone button, which does the same.
    document.querySelector<HTMLElement>('[data-control="microphone"]')?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: events only keep the notice open.
    <div
      className="voice-notice"
      onPointerEnter={() => setAttended(true)}
      onPointerLeave={() => setAttended(false)}
      onFocus={() => setAttended(true)}
      onBlur={() => setAttended(false)}
    >
      <MicOff className="voice-notice-icon" aria-hidden="true" />
      <div className="voice-notice-words">
        <p className="voice-notice-title">{t.voice.youAreMuted}</p>
        <p>
          {shortcuts && hasKeyboard ? (
            <KeyText text={t.voice.unmuteByKey} />
          ) : (
            t.voice.unmuteByButton
          )}
        </p>
      </div>
      <Button variant="primary" size="small" aria-label={t.voice.unmuteMicrophone} onClick={unmute}>
        {t.devices.unmute}
      </Button>
    </div>
  );
}
