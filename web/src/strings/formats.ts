import { type Language, localeFor } from '../lib/language';

/**
 * How a language writes numbers, dates and times. Formatters take milliseconds to make, so each is
 * made on first use.
 */
export function formats(language: Language) {
  const locale = once(() => localeFor(language, globalThis.navigator?.languages ?? []));
  const dates = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(locale(), options));
  const numbers = (options: Intl.NumberFormatOptions) =>
    once(() => new Intl.NumberFormat(locale(), options));
  const time = dates({ timeStyle: 'short' });
  const day = dates({ dateStyle: 'full' });
  const dayAndTime = dates({ dateStyle: 'medium', timeStyle: 'short' });
  const date = dates({ dateStyle: 'medium' });
  const number = numbers({});
  const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    time: (at: number) => time().format(at),
    day: (at: number) => day().format(at),
    date: (at: number) => date().format(at),
    /** Calendar days between `at` and today: 0 is today, 1 yesterday. */
    daysAgo: (at: number) => Math.round((midnight(Date.now()) - midnight(at)) / DAY),
    dayAndTime: (at: Date) => dayAndTime().format(at),
    /** The time alone if `at` is today. */
    timeOrDay: (at: number) => {
      const isToday = new Date(at).toDateString() === new Date().toDateString();
      return (isToday ? time : dayAndTime)().format(at);
    },
    number: (value: number) => number().format(value),
    tenths: (value: number) => tenths().format(value),
  };
}

const DAY = 86_400_000;

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
