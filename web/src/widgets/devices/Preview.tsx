import './Preview.css';

import { VideoOff } from 'lucide-react';

import { useDevices } from '../../stores/devices';
import { useStrings } from '../../strings';
import { VideoView } from '../../ui/VideoView';
import { CameraToggle, MicrophoneToggle } from './CaptureToggles';
import { useDeviceTrack } from './useDeviceTrack';

/** Mirrored preview of the own camera with both toggles. */
export function Preview() {
  const t = useStrings();
  const track = useDeviceTrack('camera');
  const wanted = useDevices((state) => state.camera.wanted);
  const problem = useDevices((state) => state.camera.problem);
  const starting = wanted && !problem;
  return (
    <section className="preview" aria-label={t.prejoin.preview}>
      <VideoView track={track} mirrored />
      {!track && (
        <div className="preview-empty">
          {starting ? (
            <span className="spinner" aria-hidden="true" />
          ) : (
            <VideoOff aria-hidden="true" />
          )}
          <p>
            {problem
              ? t.problems.camera[problem]
              : starting
                ? t.prejoin.cameraStarting
                : t.prejoin.cameraOff}
          </p>
        </div>
      )}
      <div className="preview-controls">
        <MicrophoneToggle />
        <CameraToggle />
      </div>
    </section>
  );
}
