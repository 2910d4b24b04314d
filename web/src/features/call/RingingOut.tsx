import './Call.css';

import { Phone, PhoneOff } from 'lucide-react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Page, usePageHeading } from '../../widgets/Page';
import { OwnPicture } from './OwnPicture';

/** An outgoing call that rings, or was answered and is connecting. */
export function RingingOut({ call }: { call: OwnCall }) {
  const t = useStrings();
  const rings = call.phase === 'ringing_out';
  const name = useShownName(call.other);
  const title = rings ? t.calls.ringingOut(name) : t.calls.connectingTo(name);
  const heading = usePageHeading(title);
  return (
    <Page>
      <div className="call-out">
        <span className="call-avatar call-pulse">
          <Avatar id={call.other.id} name={name} />
        </span>
        <h1 ref={heading} tabIndex={-1} dir="auto">
          {title}
        </h1>
        {rings && <p>{t.calls.ringingOutText}</p>}
        {call.video && <OwnPicture />}
        <Button variant="danger" size="large" icon={PhoneOff} onClick={() => calls.cancel(call.id)}>
          {rings ? t.calls.cancel : t.calls.hangUp}
        </Button>
      </div>
    </Page>
  );
}

/** An outgoing call from within a call. */
export function RingingNotice() {
  const call = useCalls(({ calls: all }) =>
    all.find(({ phase, here }) => here && phase === 'ringing_out'),
  );
  return call ? <RingingTo call={call} /> : null;
}

function RingingTo({ call }: { call: OwnCall }) {
  const t = useStrings();
  const name = useShownName(call.other);
  return (
    <div className="call-line-notice">
      <Notice
        tone="info"
        icon={Phone}
        role="status"
        title={t.calls.ringingOut(name)}
        actions={
          <Button size="small" onClick={() => calls.cancel(call.id)}>
            {t.calls.cancel}
          </Button>
        }
      />
    </div>
  );
}
