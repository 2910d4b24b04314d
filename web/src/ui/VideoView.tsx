import './VideoView.css';

import { type RefObject, useEffect, useRef } from 'react';

interface VideoViewProps {
  track: MediaStreamTrack | null;
  /** One's own camera, as in a mirror. */
  mirrored?: boolean;
  /** `contain` shows all of it (screens), `cover` fills the space (faces). */
  fit?: 'cover' | 'contain';
  /** Kept, but out of sight. */
  concealed?: boolean;
  /** Gets the element, for whoever wants to know at which size it is shown. */
  videoRef?: RefObject<HTMLVideoElement | null>;
}

/**
 * A track as a picture. The `<video>` stays the same element while tracks and layouts come and go, and
 * shows itself only once there is a frame to show.
 */
export function VideoView({
  track,
  mirrored = false,
  fit = 'cover',
  concealed = false,
  videoRef,
}: VideoViewProps) {
  const own = useRef<HTMLVideoElement>(null);
  const ref = videoRef ?? own;

  useEffect(() => {
    const video = ref.current;
    if (!video || !track) return;
    const show = () => video.toggleAttribute('data-has-frame', true);
    video.addEventListener('loadeddata', show);
    video.srcObject = new MediaStream([track]);
    // `autoplay` does this too; where it is refused, the next press on the page starts it.
    video.play().catch(() => {
      video.ownerDocument.addEventListener('pointerdown', () => void video.play().catch(() => {}), {
        once: true,
      });
    });
    return () => {
      video.removeEventListener('loadeddata', show);
      video.toggleAttribute('data-has-frame', false);
      video.srcObject = null;
    };
  }, [track, ref]);

  return (
    <video
      ref={ref}
      className="video-view"
      data-mirrored={mirrored || undefined}
      data-fit={fit}
      data-concealed={concealed || undefined}
      autoPlay
      playsInline
      muted
      disablePictureInPicture
    />
  );
}
