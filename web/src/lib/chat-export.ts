import type { ChatMessage } from '../protocol/protocol.gen';

interface ExportWords {
  title: string;
  time: (at: number) => string;
  privately: (name: string) => string;
}

/** The chat as plain text, one message after the other; deleted messages are left out. */
export function chatText(messages: readonly ChatMessage[], words: ExportWords): string {
  const lines = messages.flatMap(({ text, from_name, to_name, sent_at }) => {
    if (text === undefined) return [];
    const to = to_name === undefined ? '' : ` (${words.privately(to_name)})`;
    return [`${words.time(sent_at)}  ${from_name}${to}:\n${text}\n`];
  });
  return [`${words.title}\n`, ...lines].join('\n');
}
