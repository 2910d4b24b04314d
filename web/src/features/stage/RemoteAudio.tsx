import { memo, useEffect, useRef } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { effectiveSpeaker, useDevices } from '../../stores/devices';
import { useRoom } from '../../stores/room';
import { useVolumeOf } from '../../stores/volumes';
import { play, registerOutput } from './sound';
import { useFaces } from './useStage';
import { useTrack } from './useTrack';

/** Audio elements for the other participants' voices and shared sound. */
export function RemoteAudio() {
  const selfId = useRoom((state) => state.selfId);
  const others = useFaces().filter((id) => id !== selfId);
  return (
    <div hidden>
      {others.map((id) => (
        <ParticipantAudio key={id} id={id} />
      ))}
    </div>
  );
}

const ParticipantAudio = memo(function ParticipantAudio({ id }: { id: ParticipantId }) {
  const volume = useVolumeOf(id);
  const microphone = useTrack(id, 'microphone');
  const sound = useTrack(id, 'screen_share_audio');
  // In a large room few are heard at a time, and an element for everybody would cost the page.
  return (
    <>
      {microphone && <AudioOutput track={microphone} volume={volume} />}
      {sound && <AudioOutput track={sound} volume={volume} />}
    </>
  );
});

function AudioOutput({ track, volume }: { track: MediaStreamTrack; volume: number }) {
  const ref = useRef<HTMLAudioElement>(null);
  const sinkId = useDevices((state) => (state.canChooseSpeaker ? effectiveSpeaker(state) : null));
  const speakers = useDevices((state) => state.speakers);

  useEffect(() => (ref.current ? registerOutput(ref.current) : undefined), []);

  useEffect(() => {
    const audio = ref.current;
    if (!audio) return;
    audio.srcObject = new MediaStream([track]);
    void play(audio);
    return () => {
      audio.srcObject = null;
    };
  }, [track]);

  // Applied again whenever speakers come and go: the browser may have refused the speaker before
  // it knew the person's permission, and does not go back to one that was plugged in again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    const audio = ref.current;
    if (!audio || !('setSinkId' in audio)) return;
    audio.setSinkId(sinkId ?? '').catch(() => {});
  }, [sinkId, speakers]);

  useEffect(() => {
    if (ref.current) ref.current.volume = volume;
  }, [volume]);

  // biome-ignore lint/a11y/useMediaCaption: live speech has no captions to offer.
  return <audio ref={ref} autoPlay />;
}
