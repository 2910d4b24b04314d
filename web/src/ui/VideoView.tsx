import './VideoView.css';

import { type RefObject, useEffect, useRef } from 'react';

interface VideoViewProps {
  track: MediaStreamTrack | null;
  /** Mirrors the picture, for the own camera. */
  mirrored?: boolean;
  /** `contain` shows the whole picture (screens), `cover` fills the space (faces). */
  fit?: 'cover' | 'contain';
  /** Keeps the element but hides it. */
  concealed?: boolean;
  /** Gets the element, to observe its size. */
  videoRef?: RefObject<HTMLVideoElement | null>;
}

/**
 * Shows a track. The `<video>` stays the same element while tracks and layouts change, and appears
 * with its first frame.
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
    if (!video) return;
    const show = () => video.toggleAttribute('data-has-frame', true);
    video.addEventListener('loadeddata', show);
    return () => {
      video.removeEventListener('loadeddata', show);
      video.srcObject = null;
    };
  }, [ref]);

  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    if (!track) {
      video.toggleAttribute('data-has-frame', false);
      video.srcObject = null;
      return;
    }
    const stream = video.srcObject;
    if (stream instanceof MediaStream) {
      // A track that takes the place of another: the last picture stays until the first new one.
      stream.addTrack(track);
      for (const other of stream.getTracks()) if (other !== track) stream.removeTrack(other);
    } else {
      video.srcObject = new MediaStream([track]);
    }
    // `autoplay` does this too. Where it is refused, the next press on the page starts playback.
    video.play().catch(() => {
      video.ownerDocument.addEventListener('pointerdown', () => void video.play().catch(() => {}), {
        once: true,
      });
    });
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
