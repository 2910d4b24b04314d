import './ConnectionBanner.css';

import { useEffect } from 'react';

import { useRoom } from '../../stores/room';
import { announce } from '../../stores/toasts';
import { strings, useStrings } from '../../strings';

/** Banner over the stage while the server is unreachable: media between participants may go on. */
export function ConnectionBanner() {
  const t = useStrings();
  const kind = useRoom((state) => state.status.kind);

  useEffect(
    () =>
      useRoom.subscribe((now, before) => {
        if (now.status.kind === 'joined' && before.status.kind === 'reconnecting') {
          announce(strings().status.reconnected);
        }
      }),
    [],
  );

  const words =
    kind === 'reconnecting' ? t.status.reconnecting : kind === 'joining' ? t.status.joining : null;
  return (
    <div className="connection-banner" role="status">
      {words && (
        <p data-tone={kind}>
          <span className="spinner" aria-hidden="true" />
          {words}
        </p>
      )}
    </div>
  );
}
