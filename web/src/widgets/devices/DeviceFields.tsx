import './DeviceFields.css';

import { Camera, Mic, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { isBarred } from '../../lib/device-problem';
import { devices } from '../../session';
import type { DeviceOption, DevicesState } from '../../stores/devices';
import { useDevices } from '../../stores/devices';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import type { Strings } from '../../strings/en';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/SelectField';
import { LevelMeter } from './LevelMeter';

/** Choice of camera, microphone and speaker, with a test of each. */
export function DeviceFields() {
  return (
    <div className="device-fields">
      <CameraField />
      <MicrophoneField />
      <SpeakerField />
    </div>
  );
}

function CameraField() {
  const t = useStrings();
  const cameras = useDevices((state) => state.cameras);
  const capture = useDevices((state) => state.camera);
  return (
    <SelectField
      label={t.devices.camera}
      icon={Camera}
      options={optionsOf(cameras, t.devices.unnamedCamera)}
      value={chosenOf(cameras, capture.deviceId)}
      onChange={(id) => void devices.chooseCamera(id)}
      empty={emptyText(capture, t, t.devices.noCamera)}
    />
  );
}

function MicrophoneField() {
  const t = useStrings();
  const microphones = useDevices((state) => state.microphones);
  const capture = useDevices((state) => state.microphone);
  const silent = useDevices((state) => state.hearing.trouble === 'silent');
  return (
    <div className="device-group">
      <SelectField
        label={t.devices.microphone}
        icon={Mic}
        options={optionsOf(microphones, t.devices.unnamedMicrophone)}
        value={chosenOf(microphones, capture.deviceId)}
        onChange={(id) => void devices.chooseMicrophone(id)}
        empty={emptyText(capture, t, t.devices.noMicrophone)}
      />
      {microphones.length > 0 && (
        <LevelMeter
          hint={
            silent
              ? t.devices.levelSilent
              : capture.live
                ? t.devices.levelHint
                : t.devices.levelMuted
          }
        />
      )}
    </div>
  );
}

function SpeakerField() {
  const t = useStrings();
  const speakers = useDevices((state) => state.speakers);
  const chosen = useDevices((state) => state.speakerId);
  const canChoose = useDevices((state) => state.canChooseSpeaker);
  const canPick = useDevices((state) => state.canPickSpeaker);
  const [testing, setTesting] = useState(false);

  const test = async () => {
    setTesting(true);
    try {
      await devices.testSpeaker();
    } catch {
      toast(t.devices.testFailed, 'danger');
    } finally {
      setTesting(false);
    }
  };

  const pick = async () => {
    try {
      await devices.pickSpeaker();
    } catch {
      toast(t.devices.pickFailed, 'danger');
    }
  };

  const options = optionsOf(speakers, t.devices.unnamedSpeaker);
  return (
    <div className="device-group">
      {canChoose ? (
        <SelectField
          label={t.devices.speaker}
          icon={Volume2}
          options={options.length > 0 ? options : [{ value: '', label: t.devices.defaultSpeaker }]}
          value={chosenOf(speakers, chosen)}
          onChange={(id) => void devices.chooseSpeaker(id)}
        />
      ) : (
        <p className="field-note">{t.devices.speakerFixed}</p>
      )}
      <div className="device-buttons">
        <Button size="small" icon={Volume2} busy={testing} onClick={() => void test()}>
          {testing ? t.devices.testingSpeaker : t.devices.testSpeaker}
        </Button>
        {/* Firefox lists only the speakers that were chosen in its own dialog. */}
        {canChoose && canPick && (
          <Button size="small" onClick={() => void pick()}>
            {t.devices.pickSpeaker}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Text of an empty list. Browsers list nothing before the person has allowed a device. */
function emptyText(
  { wanted, live, problem }: DevicesState['camera'],
  t: Strings,
  none: string,
): string {
  if (isBarred(problem)) return t.devices.notAllowed;
  if (live || problem) return none;
  return wanted ? t.devices.waiting : t.devices.off;
}

/** Without permission browsers give no names: number the devices. */
function optionsOf(options: DeviceOption[], unnamed: (index: number) => string) {
  return options.map(({ deviceId, label }, index) => ({
    value: deviceId,
    label: label || unnamed(index + 1),
  }));
}

/** The chosen device if it exists, else the first, which is the browser's default. */
function chosenOf(options: DeviceOption[], chosen: string | null): string {
  const there = options.some(({ deviceId }) => deviceId === chosen);
  return (there ? chosen : options[0]?.deviceId) ?? '';
}
