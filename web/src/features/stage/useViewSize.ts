import { type RefObject, useEffect, useId } from 'react';

import { type Box, shownLines } from '../../lib/shown-lines';
import { meetingSession } from '../../session';
import type { TileRef } from '../../stores/stage';

/** Browser's event for a picture-in-picture video. */
interface PictureEvent extends Event {
  pictureInPictureWindow?: Box & EventTarget;
}

/**
 * Reports the size at which a participant's video is shown, so that the sender sends no more
 * pixels. A hidden video counts as size zero: off screen, in a background tab, or behind a full-screen
 * tile. `tile` is null for the own video.
 */
export function useViewSize(
  ref: RefObject<HTMLVideoElement | null>,
  tile: TileRef | null,
  fit: 'cover' | 'contain',
): void {
  const viewer = useId();
  const { participant = null, source = null } = tile ?? {};

  useEffect(() => {
    const video = ref.current;
    const page = video?.ownerDocument;
    const view = page?.defaultView;
    if (!video || !page || !view || !participant || !source) return;
    let box: Box = { width: 0, height: 0 };
    let inSight = true;
    let picture: (Box & EventTarget) | null = null;

    const report = () => {
      const isBehind = page.fullscreenElement && !page.fullscreenElement.contains(video);
      const isSeen = inSight && !isBehind && !page.hidden;
      const content = { width: video.videoWidth, height: video.videoHeight };
      const size = (shown: Box) => shownLines(shown, content, fit, view.devicePixelRatio);
      meetingSession.media.setViewSize(
        participant,
        source,
        viewer,
        Math.max(isSeen ? size(box) : 0, picture ? size(picture) : 0),
      );
    };

    const sizes = new view.ResizeObserver(([entry]) => {
      if (entry) box = entry.contentRect;
      report();
    });
    const sight = new view.IntersectionObserver((entries) => {
      // A busy page is told of several changes at once: the last one holds.
      inSight = entries.at(-1)?.isIntersecting ?? true;
      report();
    });
    sizes.observe(video);
    sight.observe(video);

    const over = new AbortController();
    const { signal } = over;
    // The picture's aspect ratio may change during playback.
    video.addEventListener('resize', report, { signal });
    page.addEventListener('visibilitychange', report, { signal });
    page.addEventListener('fullscreenchange', report, { signal });
    const enter = ({ pictureInPictureWindow }: PictureEvent) => {
      picture = pictureInPictureWindow ?? null;
      picture?.addEventListener('resize', report, { signal });
      report();
    };
    const leave = () => {
      picture = null;
      report();
    };
    video.addEventListener('enterpictureinpicture', enter, { signal });
    video.addEventListener('leavepictureinpicture', leave, { signal });

    return () => {
      over.abort();
      sizes.disconnect();
      sight.disconnect();
      meetingSession.media.setViewSize(participant, source, viewer, null);
    };
  }, [ref, viewer, participant, source, fit]);
}
