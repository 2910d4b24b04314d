import './Dialog.css';

import { type ReactNode, useEffect, useId, useRef } from 'react';

interface AlertDialogProps {
  title: string;
  text: string;
  /** Escape. */
  onCancel: () => void;
  /** The answers; the one marked with `data-first` has the focus. */
  children: ReactNode;
}

/**
 * A question that must be answered before anything goes on: a press beside it does not close it. As `Dialog`, it
 * is the browser's own. Mount it to open it.
 */
export function AlertDialog({ title, text, onCancel, children }: AlertDialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const textId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={ref}
      className="dialog dialog-alert"
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={() => {
        // Not when it closes because it was answered and is gone.
        if (ref.current?.open === false) onCancel();
      }}
    >
      <div className="dialog-sheet">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
        </header>
        <div className="dialog-body">
          <p id={textId}>{text}</p>
          <div className="dialog-answers">{children}</div>
        </div>
      </div>
    </dialog>
  );
}
