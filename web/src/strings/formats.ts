import { type Language, localeFor } from '../lib/language';

/** How a language writes numbers, dates and times. */
export function formats(language: Language) {
  const preferred = globalThis.navigator?.languages ?? [];
  const locale = localeFor(language, preferred);
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' });
  const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const number = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    time: (at: number) => time.format(at),
    day: (at: number) => day.format(at),
    dayAndTime: (at: Date) => dayAndTime.format(at),
    /** The time alone where it is of today. */
    timeOrDay: (at: number) => {
      const isToday = new Date(at).toDateString() === new Date().toDateString();
      return (isToday ? time : dayAndTime).format(at);
    },
    number: (value: number) => number.format(value),
    tenths: (value: number) => tenths.format(value),
  };
}
