import './KeyText.css';

/** A text in which keys stand in square brackets. */
export function KeyText({ text }: { text: string }) {
  // Every second part is what stood in brackets.
  return text.split(/\[(.+?)\]/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other identity.
    index % 2 === 1 ? <kbd key={index}>{part}</kbd> : part,
  );
}
