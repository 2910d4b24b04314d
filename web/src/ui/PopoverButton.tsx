import './PopoverButton.css';

import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

import { IconButton } from './IconButton';

interface PopoverButtonProps {
  label: string;
  icon: LucideIcon;
  /** Accessible name of the group of buttons. */
  groupLabel: string;
  className?: string;
  /** Shows a small mark: something inside needs attention. */
  warned?: boolean;
  opens?: string;
  /** Gets the function that closes the popover. */
  children: (close: () => void) => ReactNode;
}

/**
 * A button that opens more buttons above it. Tab and arrow keys move between them. Escape closes
 * and returns the focus; a press elsewhere closes.
 */
export function PopoverButton({
  label,
  icon,
  groupLabel,
  className,
  warned = false,
  opens,
  children,
}: PopoverButtonProps) {
  const [open, setOpen] = useState(false);
  const ref = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const listId = useId();

  useEffect(() => {
    if (!open) return;
    list.current?.querySelector('button')?.focus();
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !ref.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open]);

  const close = () => {
    setOpen(false);
    ref.current?.querySelector('button')?.focus();
  };

  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
      return;
    }
    const step = STEPS[event.key];
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (!open || step === undefined || at < 0) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: handles keys of the buttons inside.
    <div
      ref={ref}
      className={['popover', className].filter(Boolean).join(' ')}
      onKeyDown={handleKey}
    >
      <IconButton
        label={label}
        icon={icon}
        tone={open ? 'active' : 'plain'}
        warned={warned}
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        data-opens={opens}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <fieldset ref={list} id={listId} className="popover-list" aria-label={groupLabel}>
          {children(close)}
        </fieldset>
      )}
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
