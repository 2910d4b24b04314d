import './Dialog.css';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

import { useStrings } from '../strings';
import { IconButton } from './IconButton';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** Asked before Escape, the cross or a press beside it closes it; false keeps it open. */
  mayClose?: () => boolean;
  children: ReactNode;
}

/**
 * A modal dialog on the browser's own `<dialog>`: it makes the rest inert, keeps the focus, closes on
 * Escape and gives the focus back. No library: those lock scrolling through a `<style>` element, which
 * the content security policy refuses. Mount it to open it.
 */
export function Dialog({ title, onClose, mayClose, children }: DialogProps) {
  const t = useStrings();
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // A layout effect: its end comes before the dialog is taken away, while it can still give the focus back.
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
      // React lets it bubble from a dialog over this one.
      onClose={(event) => {
        if (event.target === ref.current) onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) wishToClose();
      }}
      // Escape in a dialog over this one is not for this one.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || !mayClose) return;
        if (event.target instanceof Element && event.target.closest('dialog') !== ref.current)
          return;
        event.preventDefault();
        wishToClose();
      }}
      // As phones ask for it, with a gesture.
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
