import { formats } from './formats';

const format = formats('en');

/** A day and time inside a sentence: "Last talked yesterday at 14:03". */
function when(at: number): string {
  switch (format.daysAgo(at)) {
    case 0:
      return `today at ${format.time(at)}`;
    case 1:
      return `yesterday at ${format.time(at)}`;
    default:
      return `on ${format.date(at)}`;
  }
}

/** Texts of the people one calls, in English. */
export const callPeople = {
  favourites: 'Favourites',
  recent: 'Recent',
  lastTalked: (at: number) => `Last talked ${when(at)}`,
  missed: (at: number) => `Missed call ${when(at)}`,
  youCalled: (at: number) => `You called ${when(at)}`,
  theyCalled: (at: number) => `Called you ${when(at)}`,
  lastCall: (at: number) => `Last call ${when(at)}`,
  noCallYet: 'No call yet',
  addFavourite: (name: string) => `Add ${name} to favourites`,
  removeFavourite: (name: string) => `Remove ${name} from favourites`,
  favourite: 'Favourite',
  more: (name: string) => `More about ${name}`,
  nameYouSee: 'Name you see',
  nameHint: (own: string) => `Only you see it, in this browser. They call themselves ${own}.`,
  noNameHint: 'Only you see it, in this browser.',
  save: 'Save name',
  nameSaved: (name: string) => `You now see this person as ${name}`,
  ownNameBack: (name: string) => `You see their own name again: ${name}`,
  notSaved: 'This browser could not save that. Its storage may be full or blocked.',
  copyTheirId: 'Copy ID',
  blockPerson: 'Block',
  copyLink: 'Copy call link',
  linkCopied: 'Call link copied',
  knownId: (name: string) => `This is ${name}.`,
};
