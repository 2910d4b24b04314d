/** Titles and names of meetings, in English; a part of `en.ts`. */

/** Meetings that are found by a name. */
export const named = {
  missing: (name: string) =>
    `No meeting has the name “${name}”. Check the link for typos, or ask for it again.`,
};

/** Recent meetings on the start page. */
export const recents = {
  withPeople: (names: string[], count: number) => {
    const others = count - names.length;
    const all = others > 0 ? [...names, others === 1 ? '1 other' : `${others} others`] : names;
    return all.length < 2
      ? `with ${all.join('')}`
      : `with ${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  },
};

/** Title, name and link of a meeting, as hosts set them and as all share them. */
export const naming = {
  group: 'Title and link',
  title: 'Title',
  titleHint: 'Shown to everyone, and in previews of the link.',
  titleTooLong: 'Use at most 100 characters.',
  titleForbidden: 'This title contains characters that cannot be shown. Type it without them.',
  save: 'Save',
  remove: 'Remove',
  titleSaved: 'Title saved.',
  titleRemoved: 'Title removed.',
  name: 'Name in the link',
  nameHint: (place: string) =>
    `People also join at ${place}, in place of the code. Anyone who guesses the name can join. Use 3 to 40 lowercase letters, digits and hyphens.`,
  nameInvalid: 'Use 3 to 40 lowercase letters, digits and single hyphens, as in team-standup.',
  nameLikeCode: 'This looks like a meeting code. Choose another name.',
  nameReserved: 'This name cannot be used. Choose another one.',
  nameTaken: 'Another meeting or room has this name. Choose another one.',
  nameTooMany: 'Too many names were tried from your network. Wait a minute and try again.',
  nameSaved: 'Name saved. The link with the code still works.',
  nameRemoved: 'Name removed. Use the link with the code.',
  preview: 'Show who is here in link previews',
  previewHint:
    'Chat apps then show who is in the meeting and when it started, and its title if there is a lobby. Never while it is locked or has a password.',
  share: 'Share link',
  shareText: 'Join me on Convene',
  copyLinkOf: (name: string) => `Copy link to ${name}`,
};
