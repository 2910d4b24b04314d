/** Link that opens the person's mail program with a subject and a text (RFC 6068). */
export function mailLink(subject: string, text: string): string {
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n');
  // `encodeURIComponent` leaves the apostrophe, which ends an attribute in some programs.
  const encoded = (part: string) => encodeURIComponent(part).replaceAll("'", '%27');
  return `mailto:?subject=${encoded(subject.replace(/[\r\n]+/g, ' '))}&body=${encoded(lines)}`;
}
