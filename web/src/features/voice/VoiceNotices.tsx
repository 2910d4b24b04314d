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
import { Notice } from '../../ui/Notice';
import { useMediaQuery } from '../../ui/useMediaQuery';

interface VoiceNoticesProps {
  onChooseMicrophone: () => void;
}

/** What one should know of one's own voice: one thing at a time, above the bar that mends it. */
export function VoiceNotices({ onChooseMicrophone }: VoiceNoticesProps) {
  const talking = usePushToTalk(({ held }) => held);
  const live = useDevices((state) => state.microphone.live);
  const trouble = useDevices((state) => state.hearing.trouble);
  return (
    // Always there, so that what comes into it is told.
    <div className="voice-notices" role="status">
      {talking ? live && <Talking /> : <Muted />}
      {trouble && !talking && (
        <Trouble key={trouble} trouble={trouble} onChooseMicrophone={onChooseMicrophone} />
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

/** While one speaks muted. It goes by itself, but not from under a pointer or the focus. */
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
    // It goes, and with it the focus: on to what does the same.
    document.querySelector<HTMLElement>('[data-control="microphone"]')?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is pressed here, it only stays.
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

interface TroubleProps extends VoiceNoticesProps {
  trouble: 'silent' | 'interrupted' | 'ended';
}

/** Until it is mended or dismissed. */
function Trouble({ trouble, onChooseMicrophone }: TroubleProps) {
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
