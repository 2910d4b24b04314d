import type { ringing as english } from './ringing.en';

/** Texts of a call that rings, in German. */
export const ringing: typeof english = {
  answerWithoutVideo: 'Ohne Video annehmen',
  ownPicture: 'Ihr Bild',
};
