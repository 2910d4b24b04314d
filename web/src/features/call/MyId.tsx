import { Copy, Link } from 'lucide-react';

import { copyOrTell } from '../../actions/invite';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { part } from '../../widgets/part';
import { MyName } from './MyName';

/** Delay of the code, in ms: it is for another device, which nobody takes out at once. */
const AFTER = 1_500;

// The page is there, and can be used, before the code is loaded and computed.
const QrCode = part(async () => {
  await new Promise((resolve) => setTimeout(resolve, AFTER));
  return { default: (await import('./QrCode')).QrCode };
});

/** The own id and name, for others to call. */
export function MyId() {
  const t = useStrings();
  const me = useCalls((state) => state.me);
  const link = me && `${location.origin}/call/${me.id}`;
  return (
    <section className="call-card call-mine">
      <div className="call-mine-words">
        <h2>{t.calls.mine}</h2>
        {me ? (
          <p className="call-id" translate="no">
            {me.id}
          </p>
        ) : (
          <p className="call-id" data-empty="">
            {t.calls.connecting}
          </p>
        )}
        <p className="field-note">{t.calls.mineHint}</p>
      </div>
      {me && link && (
        <>
          <QrCode
            text={link}
            label={t.calls.qr(me.id)}
            fallback={<span className="call-qr" />}
            onCancel={() => {}}
          />
          <div className="call-mine-buttons">
            <Button icon={Copy} onClick={() => void copyOrTell(me.id, t.calls.idCopied)}>
              {t.calls.copyId}
            </Button>
            <Button icon={Link} onClick={() => void copyOrTell(link, t.callPeople.linkCopied)}>
              {t.callPeople.copyLink}
            </Button>
          </div>
        </>
      )}
      <MyName />
    </section>
  );
}
