import type { MediaState } from '../protocol/protocol.gen';

/** A source of media, by its W3C and LiveKit name. */
export type Source = keyof MediaState;
export type VideoSource = Extract<Source, 'camera' | 'screen_share'>;

/** Order of the sources in an offer. */
export const SOURCES = ['microphone', 'camera', 'screen_share', 'screen_share_audio'] as const;
export const VIDEO_SOURCES = ['camera', 'screen_share'] as const;

export function kindOf(source: Source): 'audio' | 'video' {
  return isVideo(source) ? 'video' : 'audio';
}

export function isVideo(source: Source): source is VideoSource {
  return source === 'camera' || source === 'screen_share';
}

/**
 * Size at which one participant sees another's pictures: the shorter side in pixels, 0 if hidden.
 */
export type View = Record<VideoSource, number>;

export const NOTHING_SENT: MediaState = {
  microphone: false,
  camera: false,
  screen_share: false,
  screen_share_audio: false,
};
