import type { MediaState } from './protocol.gen';

/** A source of media, by the W3C's and LiveKit's names. */
export type Source = keyof MediaState;
export type VideoSource = Extract<Source, 'camera' | 'screen_share'>;

/** In the order in which a transport offers them. */
export const SOURCES = ['microphone', 'camera', 'screen_share', 'screen_share_audio'] as const;
export const VIDEO_SOURCES = ['camera', 'screen_share'] as const;

export function kindOf(source: Source): 'audio' | 'video' {
  return isVideo(source) ? 'video' : 'audio';
}

export function isVideo(source: Source): source is VideoSource {
  return source === 'camera' || source === 'screen_share';
}

/**
 * At which size one participant's pictures are shown to another: the shorter side in pixels, 0 where nobody
 * sees it.
 */
export type View = Record<VideoSource, number>;
