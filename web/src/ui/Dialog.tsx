import './Dialog.css';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

import { useStrings } from '../strings';
import { IconButton } from './IconButton';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/**
 * A modal dialog on the browser's own `<dialog>`: it makes the rest inert, keeps the focus, closes on
 * Escape and gives the focus back. No library: those lock scrolling through a `<style>` element, which
 * the content security policy refuses. Mount it to open it.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const t = useStrings();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // A layout effect: its end comes before the dialog is taken away, while it can still give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way, and the browser's own.
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) ref.current.close();
      }}
    >
      <div className="dialog-sheet">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton label={t.common.close} icon={X} onClick={() => ref.current?.close()} />
        </header>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
