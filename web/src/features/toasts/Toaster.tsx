import './Toaster.css';

import { dismiss, hold, release, type Toast, useToasts } from '../../stores/toasts';

/** Region for toasts and announcements. It stays mounted: screen readers miss new live regions. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  const announcement = useToasts((state) => state.announcement);
  return (
    <>
      <div className="toaster">
        <div className="toaster-list" role="status">
          {toasts.map(
            ({ id, text, tone, silent, action }) =>
              !action && (
                <p key={id} className="toast" data-tone={tone} aria-hidden={silent || undefined}>
                  {text}
                </p>
              ),
          )}
        </div>
        {toasts.map((one) => one.action && <Offer key={one.id} toast={one} />)}
      </div>
      <p className="visually-hidden" aria-live="polite" aria-atomic="true">
        {announcement}
      </p>
    </>
  );
}

/** A toast that one can act on; it waits while the pointer or the focus is on it. */
function Offer({ toast }: { toast: Toast }) {
  const { id, title, text, topic, action, open } = toast;
  const act = (what: (() => void) | undefined) => () => {
    dismiss(topic);
    what?.();
  };
  return (
    <section
      className="toast toast-offer"
      aria-label={title}
      onPointerEnter={() => hold(id)}
      onPointerLeave={() => release(toast)}
      onFocus={() => hold(id)}
      onBlur={() => release(toast)}
    >
      <button type="button" className="toast-open" onClick={act(open)}>
        <strong dir="auto">{title}</strong>
        <span className="toast-text" dir="auto">
          {text}
        </span>
      </button>
      <button type="button" className="toast-action" onClick={act(action?.run)}>
        {action?.label}
      </button>
    </section>
  );
}
