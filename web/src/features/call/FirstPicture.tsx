import './Call.css';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import { VideoView } from '../../ui/VideoView';

/** For how long it stays over a room that does not show the same. */
const HANDED_OVER = 600;

interface FirstPictureProps {
  call: OwnCall;
  /** Whether the room is shown beneath it. */
  entered: boolean;
  /** There is something to see. */
  onSeen: () => void;
  /** It is needed no more. */
  onDone: () => void;
}

/**
 * The other is seen as soon as the transport that was prepared brings a picture: over the way into the room, and then
 * over the room until that shows it too, so that nothing is dark in between.
 */
export function FirstPicture({ call, entered, onSeen, onDone }: FirstPictureProps) {
  const track = useSyncExternalStore(
    (listener) => calls.subscribePictures(listener),
    () => calls.picture(call.id),
  );
  const ref = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);

  // Media events do not bubble.
  useEffect(() => {
    const handleFrame = ({ target }: Event) => {
      if (!(target instanceof HTMLVideoElement)) return;
      if (ref.current?.contains(target)) {
        setSeen(true);
        onSeen();
      } else if (track && showsTrack(target, track)) {
        onDone();
      }
    };
    document.addEventListener('loadeddata', handleFrame, { capture: true });
    return () => document.removeEventListener('loadeddata', handleFrame, { capture: true });
  }, [track, onSeen, onDone]);

  useEffect(() => {
    if (!entered) return;
    const timer = setTimeout(onDone, HANDED_OVER);
    return () => clearTimeout(timer);
  }, [entered, onDone]);

  if (!track) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as a tile is.
    <div
      ref={ref}
      className="call-picture"
      role="group"
      aria-label={call.other.name}
      aria-hidden={entered || call.phase === 'ringing_in' || undefined}
      data-seen={seen || undefined}
    >
      <VideoView track={track} />
    </div>
  );
}

function showsTrack({ srcObject }: HTMLVideoElement, track: MediaStreamTrack): boolean {
  return srcObject instanceof MediaStream && srcObject.getTrackById(track.id) !== null;
}
