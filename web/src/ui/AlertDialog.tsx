import './Dialog.css';

import { type ReactNode, useEffect, useId, useRef } from 'react';

interface AlertDialogProps {
  title: string;
  text: string;
  /** Called on Escape. */
  onCancel: () => void;
  /** The answer buttons; the one marked with `data-first` gets the focus. */
  children: ReactNode;
}

/**
 * A question that must be answered first: a press beside the dialog does not close it. Uses the
 * browser's own dialog, like `Dialog`. Mount it to open it.
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
        // Ignores the close event of an answered dialog that is already gone.
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
