import type { MediaState } from './protocol.gen';

/** A source of media, by the W3C's and LiveKit's names. */
export type Source = keyof MediaState;

/** In the order in which a transport offers them. */
export const SOURCES = ['microphone', 'camera', 'screen_share', 'screen_share_audio'] as const;

export function kindOf(source: Source): 'audio' | 'video' {
  return source === 'camera' || source === 'screen_share' ? 'video' : 'audio';
}
