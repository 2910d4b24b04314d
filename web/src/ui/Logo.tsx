import './Logo.css';

import { useStrings } from '../strings';

/** The logo, a circle open for one more, and the name. */
export function Logo() {
  const t = useStrings();
  return (
    <span className="logo">
      <svg viewBox="0 0 64 64" aria-hidden="true">
        <rect className="logo-ground" width="64" height="64" rx="16" />
        <path className="logo-ring" d="M43.6 20.4a16.4 16.4 0 1 0 0 23.2" />
        <circle className="logo-dot" cx="48" cy="32" r="5.6" />
      </svg>
      <span>{t.product}</span>
    </span>
  );
}
