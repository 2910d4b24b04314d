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
  const number = numbers({});
  const tenths = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    time: (at: number) => time().format(at),
    day: (at: number) => day().format(at),
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

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
