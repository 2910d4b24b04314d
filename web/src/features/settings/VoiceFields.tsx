import { VOICE_PROCESSING } from '../../lib/voice-processing';
import { devices } from '../../session';
import { useDevices } from '../../stores/devices';
import { useStrings } from '../../strings';
import { CheckField } from '../../ui/CheckField';

/** Switches for the browser's voice processing and for the warning about speaking while muted. */
export function VoiceFields() {
  const t = useStrings();
  const voice = useDevices((state) => state.voice);
  const listensMuted = useDevices((state) => state.listensMuted);
  return (
    <fieldset className="dialog-group">
      <legend>{t.voice.title}</legend>
      {VOICE_PROCESSING.map((name) => {
        const { on, fixed } = voice[name];
        return (
          <CheckField
            key={name}
            label={t.voice[name]}
            hint={fixed ? t.voice.fixed[fixed] : t.voice.hints[name]}
            checked={on}
            disabled={fixed !== null}
            onChange={(wanted) => void devices.setVoice({ [name]: wanted })}
          />
        );
      })}
      <CheckField
        label={t.voice.listensMuted}
        hint={t.voice.listensMutedHint}
        checked={listensMuted}
        onChange={(on) => devices.setListensMuted(on)}
      />
    </fieldset>
  );
}
