import { memo, useEffect, useRef } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { useDevices } from '../../stores/devices';
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
  return (
    <>
      <AudioOutput track={useTrack(id, 'microphone')} volume={volume} />
      <AudioOutput track={useTrack(id, 'screen_share_audio')} volume={volume} />
    </>
  );
});

function AudioOutput({ track, volume }: { track: MediaStreamTrack | null; volume: number }) {
  const ref = useRef<HTMLAudioElement>(null);
  const speakerId = useDevices((state) => (state.canChooseSpeaker ? state.speakerId : null));

  useEffect(() => (ref.current ? registerOutput(ref.current) : undefined), []);

  useEffect(() => {
    const audio = ref.current;
    if (!audio || !track) return;
    audio.srcObject = new MediaStream([track]);
    void play(audio);
    return () => {
      audio.srcObject = null;
    };
  }, [track]);

  useEffect(() => {
    const audio = ref.current;
    if (!audio || !('setSinkId' in audio)) return;
    // If the speaker was unplugged, the browser falls back to the default by itself.
    audio.setSinkId(speakerId ?? '').catch(() => {});
  }, [speakerId]);

  useEffect(() => {
    if (ref.current) ref.current.volume = volume;
  }, [volume]);

  // biome-ignore lint/a11y/useMediaCaption: live speech has no captions to offer.
  return <audio ref={ref} autoPlay />;
}
