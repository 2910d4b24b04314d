import { type ReactNode, useMemo } from 'react';

import { type Inline, parseInline } from '../../lib/inline-markdown';
import { splitQuote } from '../../lib/quote';

/** A chat text as React elements, so markup in it stays text. `note` follows the text. */
export function ChatText({ text, note }: { text: string; note?: ReactNode }) {
  const { quote, rest } = useMemo(() => splitQuote(text), [text]);
  const quoted = useMemo(() => parseInline(quote), [quote]);
  const inlines = useMemo(() => parseInline(rest), [rest]);
  return (
    <div className="chat-text" dir="auto">
      {quote !== '' && <blockquote>{render(quoted)}</blockquote>}
      {render(inlines)}
      {note}
    </div>
  );
}

function render(inlines: Inline[]): ReactNode[] {
  return inlines.map((inline, index) => {
    // The same text always parses to the same parts in the same order.
    const key = index;
    switch (inline.kind) {
      case 'text':
        return inline.text;
      case 'code':
        return <code key={key}>{inline.text}</code>;
      case 'link':
        return (
          <a key={key} href={inline.href} target="_blank" rel="noopener noreferrer nofollow">
            {inline.text}
          </a>
        );
      case 'strong':
        return <strong key={key}>{render(inline.children)}</strong>;
      case 'emphasis':
        return <em key={key}>{render(inline.children)}</em>;
      case 'strike':
        return <s key={key}>{render(inline.children)}</s>;
    }
    return null;
  });
}
