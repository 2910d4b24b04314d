import { Smile } from 'lucide-react';
import { useRef, useState } from 'react';

import { useStrings } from '../../strings';
import { part } from '../../widgets/part';

const EmojiPicker = part(() => import('./EmojiPicker'));

/** Opens the emoji, which load when they are first wanted. */
export function EmojiButton({ onChoose }: { onChoose: (emoji: string) => void }) {
  const t = useStrings();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="chat-emoji"
        aria-label={t.messages.emoji}
        title={t.messages.emoji}
        aria-expanded={open}
        data-opens="emoji"
        onClick={() => setOpen(!open)}
      >
        <Smile aria-hidden="true" />
      </button>
      {open && (
        <EmojiPicker
          onCancel={close}
          onClose={close}
          onChoose={(emoji) => {
            setOpen(false);
            onChoose(emoji);
          }}
        />
      )}
    </>
  );
}
