import './Avatar.css';

import type { CSSProperties } from 'react';

import { hueOf, initialsOf } from '../lib/avatar';

/** Initials of a person whose camera is off. Decorative, since the name is beside it. */
export function Avatar({ id, name }: { id: string; name: string }) {
  return (
    <span
      className="avatar"
      style={{ '--avatar-hue': hueOf(id) } as CSSProperties}
      aria-hidden="true"
    >
      {initialsOf(name)}
    </span>
  );
}
