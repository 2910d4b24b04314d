import { useStrings } from '../../strings';
import { VideoView } from '../../ui/VideoView';
import { useDeviceTrack } from '../../widgets/devices/useDeviceTrack';

/** The own camera while a video call rings; nothing without a picture. */
export function OwnPicture() {
  const t = useStrings();
  const track = useDeviceTrack('camera');
  if (!track) return null;
  return (
    <section className="call-own-picture" aria-label={t.ringing.ownPicture}>
      <VideoView track={track} mirrored />
    </section>
  );
}
