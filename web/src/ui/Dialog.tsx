import './Dialog.css';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

import { useStrings } from '../strings';
import { IconButton } from './IconButton';

interface DialogProps {
  title: string;
  onClose: () => void;
  /**
   * Asked before Escape, the close button or a press outside closes the dialog; false keeps it
   * open.
   */
  mayClose?: () => boolean;
  children: ReactNode;
}

/**
 * A modal dialog on the browser's own `<dialog>`, which makes the rest inert, holds the focus,
 * closes on Escape and returns the focus. Dialog libraries lock scrolling through a `<style>`
 * element, which the content security policy refuses. Mount it to open it.
 */
export function Dialog({ title, onClose, mayClose, children }: DialogProps) {
  const t = useStrings();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // A layout effect, since its cleanup runs before the dialog is removed and can still return the
  // focus.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);

  const wishToClose = () => {
    if (mayClose?.() !== false) ref.current?.close();
  };

  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      // React lets the event bubble up from a dialog above this one.
      onClose={(event) => {
        if (event.target === ref.current) onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) wishToClose();
      }}
      // Escape in a dialog above this one does not close this one.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !mayClose) return;
        if (event.target instanceof Element && event.target.closest('dialog') !== ref.current)
          return;
        event.preventDefault();
        wishToClose();
      }}
      // Phones ask to close with a gesture.
      onCancel={(event) => {
        if (event.target === ref.current && mayClose?.() === false) event.preventDefault();
      }}
    >
      <div className="dialog-sheet">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <IconButton label={t.common.close} icon={X} onClick={wishToClose} />
        </header>
        <div className="dialog-body">{children}</div>
      </div>
    </dialog>
  );
}
