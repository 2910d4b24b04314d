import './Call.css';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { VideoView } from '../../ui/VideoView';

/** How long it covers a room that does not show the same picture, in ms. */
const HANDED_OVER = 600;

interface FirstPictureProps {
  call: OwnCall;
  /** True once the room is rendered below it. */
  entered: boolean;
  /** Called when there is a picture. */
  onSeen: () => void;
  /** Called when it is no longer needed. */
  onDone: () => void;
}

/**
 * Shows the other party as soon as the prepared transport delivers a picture: first over the way
 * into the room, then over the room until that shows the same picture. Nothing is dark in between.
 */
export function FirstPicture({ call, entered, onSeen, onDone }: FirstPictureProps) {
  const track = useSyncExternalStore(
    (listener) => calls.subscribePictures(listener),
    () => calls.picture(call.id),
  );
  const name = useShownName(call.other);
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
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div
      ref={ref}
      className="call-picture"
      role="group"
      aria-label={name}
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
