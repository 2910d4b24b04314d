import type { door as english } from './door.en';
import { formats } from './formats';

const format = formats('de');

/** Texts of coming and going, in German. */
export const door: typeof english = {
  askToJoin: 'Um Einlass bitten',
  waitToJoin: 'Warten und beitreten',
  joinAsOther: 'Als weitere Person beitreten',
  elsewhereTitle: 'Sie sind in einem anderen Tab in diesem Meeting',
  elsewhere:
    'Verwenden Sie stattdessen diesen Tab oder treten Sie noch einmal als weitere Person bei.',
  useHere: 'Hier fortfahren',
  waitsLocked:
    'Sie treten automatisch bei, sobald ein Host das Meeting entsperrt. Lassen Sie diese Seite offen.',
  waitsFull: 'Sie treten automatisch bei, sobald jemand geht. Lassen Sie diese Seite offen.',
  stayed: (duration) => `Sie waren ${duration} im Meeting`,
  stayedWith: (duration, people) => `Sie waren ${duration} im Meeting mit ${people}`,
  saveChat: 'Chat speichern',
  chatTitle: (id) => `Chat des Meetings ${id}`,
  chatTitleNewest: (id) => `Chat des Meetings ${id}, ohne die ältesten Nachrichten`,
  chatTime: (at) => format.dayAndTime(new Date(at)),
  privately: (name) => `privat an ${name}`,
  people: (names, count) => {
    const others = count - names.length;
    const all = others > 0 ? [...names, others === 1 ? '1 weiteren' : `${others} weiteren`] : names;
    return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} und ${all.at(-1)}`;
  },
};
