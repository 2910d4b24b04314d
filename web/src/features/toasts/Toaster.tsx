import './Toaster.css';

import { useToasts } from '../../stores/toasts';

/** Region for toasts and announcements. It stays mounted: screen readers miss new live regions. */
export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  const announcement = useToasts((state) => state.announcement);
  return (
    <>
      <div className="toaster" role="status">
        {toasts.map(({ id, text, tone, silent }) => (
          <p key={id} className="toast" data-tone={tone} aria-hidden={silent || undefined}>
            {text}
          </p>
        ))}
      </div>
      <p className="visually-hidden" aria-live="polite" aria-atomic="true">
        {announcement}
      </p>
    </>
  );
}
