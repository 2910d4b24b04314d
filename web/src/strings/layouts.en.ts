/** Texts of the ways to lay out a meeting, in English. */
export const layouts = {
  title: 'Layout',
  names: { auto: 'Automatic', grid: 'Grid', speaker: 'Speaker', side_by_side: 'Side by side' },
  notes: {
    auto: 'Adapts to who is here and what is shared.',
    grid: 'Everyone is the same size.',
    speaker: 'The person speaking fills the page.',
    side_by_side: 'The person speaking is large, with everyone else beside them.',
  },
  showOwn: 'Show my video',
  showOwnNote: 'Others see you either way.',
  hideWithoutVideo: 'Hide people without video',
  hideWithoutVideoNote: 'They appear when they speak, and stay in the list of participants.',
  moveOwn: 'Move your video to the next corner',
  hideOwn: 'Hide your video',
  bringBack: 'Show your video',
  previousPage: 'Previous people',
  nextPage: 'More people',
  people: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
};
