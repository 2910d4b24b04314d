import { PhoneIncoming } from 'lucide-react';
import { useState } from 'react';

import type { WhoMayCall } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { askForNotifications, notificationState } from '../../session/calls/ring';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { SelectField } from '../../ui/SelectField';
import { tell } from './ring';

const WHO: readonly WhoMayCall[] = ['anybody', 'known', 'nobody'];

/** Who may call, who is blocked, and how calls are announced. */
export function CallSettings() {
  const t = useStrings();
  const who = useCalls((state) => state.whoMayCall);
  const blocked = useCalls((state) => state.blocked);
  return (
    <section className="call-card">
      <h2>{t.calls.settings}</h2>
      <SelectField
        label={t.calls.whoMayCall}
        icon={PhoneIncoming}
        options={WHO.map((value) => ({ value, label: t.calls.who[value] }))}
        value={who}
        onChange={async (value) => {
          const chosen = WHO.find((one) => one === value);
          if (chosen) tell(await calls.setWhoMayCall(chosen));
        }}
      />
      <Notifications />
      <h3>{t.calls.blockedPeople}</h3>
      {blocked.length === 0 ? (
        <p className="call-empty">{t.calls.nobodyBlocked}</p>
      ) : (
        <ul className="call-list" aria-label={t.calls.blockedPeople}>
          {blocked.map(({ id, name }) => (
            <li key={id} className="call-row">
              <p className="call-row-words call-row-name" dir="auto">
                {name}
              </p>
              <Button size="small" onClick={async () => tell(await calls.unblock(id))}>
                {t.calls.unblock(name)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Notifications() {
  const t = useStrings();
  const [state, setState] = useState(notificationState);
  if (state === 'unsupported') return null;
  return (
    <div className="call-notifications">
      <h3>{t.calls.notifications}</h3>
      <p className="field-note" role="status">
        {state === 'granted'
          ? t.calls.notificationsOn
          : state === 'denied'
            ? t.calls.notificationsDenied
            : t.calls.notificationsHint}
      </p>
      {state === 'default' && (
        <Button size="small" onClick={async () => setState(await askForNotifications())}>
          {t.calls.allowNotifications}
        </Button>
      )}
    </div>
  );
}
