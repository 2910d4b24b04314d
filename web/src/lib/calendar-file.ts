/** An appointment for a calendar file. Times are in ms since the epoch. */
export interface Appointment {
  /** Globally unique; the same appointment keeps it. */
  uid: string;
  title: string;
  text: string;
  url: string;
  start: number;
  end: number;
  /** Time at which the file is made. */
  made: number;
}

const LINE_OCTETS = 75;

/** Writes an appointment as an iCalendar file (RFC 5545), in UTC. */
export function calendarFile(appointment: Appointment): string {
  const { uid, title, text, url, start, end, made } = appointment;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Convene//Interviews//EN',
    'CALSCALE:GREGORIAN',
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(made)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    `LOCATION:${escaped(url)}`,
    // A URI is no text: nothing in it is escaped (section 3.3.13).
    `URL:${new URL(url).href}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** `20261130T091500Z` (section 3.3.5, form 2). */
function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Text value (section 3.3.11). Control characters but tabs are not allowed in it. */
function escaped(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, '\\$&')
      .replace(/\r\n|\r|\n/g, '\\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed.
      .replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '')
  );
}

/**
 * Folds a line so that none is longer than 75 octets (section 3.1). No character is torn apart, as
 * some readers unfold only after they decoded each line.
 */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let folds = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS) {
      folds += '\r\n ';
      // The space that begins the next line counts.
      octets = 1;
    }
    folds += character;
    octets += size;
  }
  return folds;
}
