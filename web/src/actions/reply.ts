import { withQuote } from '../lib/quote';
import type { ChatMessage } from '../protocol/protocol.gen';
import { type Recipient, useChat } from '../stores/chat';
import { usePanel } from '../stores/panel';

/**
 * Opens the chat to answer a message of someone else: to its sender alone if it was private, to
 * everyone otherwise. A draft for someone else is set aside, so that it cannot go to the wrong
 * person.
 */
export function reply(message: ChatMessage, how: { quoting: boolean }): void {
  writeTo(message.to === undefined ? null : { id: message.from, name: message.from_name });
  if (how.quoting && message.text !== undefined) {
    const { draft } = useChat.getState();
    useChat.setState({ draft: withQuote(draft, message.from_name, message.text) });
  }
  usePanel.setState({ open: 'chat', quiet: false });
  // After the panel has opened, or the row of actions has closed.
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLTextAreaElement>('.chat-composer textarea');
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  });
}

/** Chooses the recipient; sets a draft for another aside and brings back the one for this. */
export function writeTo(recipient: Recipient | null): void {
  const { recipient: before, draft, setAside } = useChat.getState();
  if (before?.id === recipient?.id) return;
  const { [keyOf(recipient)]: own = '', ...others } = setAside;
  useChat.setState({
    recipient,
    draft: own,
    setAside: draft === '' ? others : { ...others, [keyOf(before)]: draft },
  });
}

const keyOf = (recipient: Recipient | null): string => recipient?.id ?? '';
