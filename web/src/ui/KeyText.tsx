import './KeyText.css';

/** A text with keys in square brackets. */
export function KeyText({ text }: { text: string }) {
  // Every second part was in brackets.
  return text.split(/\[(.+?)\]/).map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no other identity.
    index % 2 === 1 ? <kbd key={index}>{part}</kbd> : part,
  );
}
