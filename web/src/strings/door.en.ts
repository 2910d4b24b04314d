import { formats } from './formats';

const format = formats('en');

/** Texts of coming and going, in English. */
export const door = {
  askToJoin: 'Ask to join',
  waitToJoin: 'Wait to join',
  joinAsOther: 'Join as another person',
  elsewhereTitle: 'You are in this meeting in another tab',
  elsewhere: 'Use this tab instead, or join again as another person.',
  useHere: 'Use here instead',
  waitsLocked: 'You join automatically as soon as a host unlocks the meeting. Keep this page open.',
  waitsFull: 'You join automatically as soon as someone leaves. Keep this page open.',
  stayed: (duration: string) => `You were in the meeting for ${duration}`,
  stayedWith: (duration: string, people: string) =>
    `You were in the meeting for ${duration} with ${people}`,
  saveChat: 'Save chat',
  chatTitle: (id: string) => `Chat of meeting ${id}`,
  chatTitleNewest: (id: string) => `Chat of meeting ${id}, without the oldest messages`,
  chatTime: (at: number) => format.dayAndTime(new Date(at)),
  privately: (name: string) => `privately to ${name}`,
  people: (names: string[], count: number) => {
    const others = count - names.length;
    const all = others > 0 ? [...names, others === 1 ? '1 other' : `${others} others`] : names;
    return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
  },
};
