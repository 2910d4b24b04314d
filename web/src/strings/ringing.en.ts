/** Texts of a call that rings, in English. */
export const ringing = {
  answerWithoutVideo: 'Answer without video',
  ownPicture: 'Your video',
};
