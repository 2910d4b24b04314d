import './EmojiPicker.css';

import { load } from 'virtual:emoji';
import { EmojiPicker as Picker } from 'frimousse';
import { useEffect, useRef } from 'react';
import { useLanguage, useStrings } from '../../strings';
import { useElementSize } from '../../ui/useElementSize';
import { useEscape } from '../../ui/useEscape';

interface EmojiPickerProps {
  onChoose: (emoji: string) => void;
  onClose: () => void;
}

/** Width of an emoji's button in pixels, as in the stylesheet. */
const CELL = 44;

/** Search and grid of all emoji. Escape and a press elsewhere close it. */
export default function EmojiPicker({ onChoose, onClose }: EmojiPickerProps) {
  const t = useStrings();
  const language = useLanguage();
  const ref = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(ref);
  useEscape(onClose);

  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    ref.current?.querySelector('input')?.focus();
    const elsewhere = ({ target }: Event) => {
      const opener = target instanceof Element && target.closest('[data-opens="emoji"]');
      if (!opener && target instanceof Node && !ref.current?.contains(target)) close.current();
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, []);

  return (
    <div ref={ref} className="emoji-picker" role="dialog" aria-label={t.messages.chooseEmoji}>
      <Picker.Root
        locale={language}
        resolveEmojiData={(locale) => load[locale as keyof typeof load]()}
        columns={Math.max(1, Math.floor(width / CELL))}
        onEmojiSelect={({ emoji }) => onChoose(emoji)}
      >
        <div className="emoji-picker-head">
          <Picker.Search
            aria-label={t.messages.searchEmoji}
            placeholder={t.messages.searchEmoji}
            autoComplete="off"
          />
          <Picker.SkinToneSelector aria-label={t.messages.skinTone} title={t.messages.skinTone} />
        </div>
        <Picker.Viewport>
          <Picker.Loading>{t.common.loading}</Picker.Loading>
          <Picker.Empty>{t.messages.noEmoji}</Picker.Empty>
          <Picker.List />
        </Picker.Viewport>
      </Picker.Root>
    </div>
  );
}
