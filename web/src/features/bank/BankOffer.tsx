import { Library } from 'lucide-react';
import { useEffect, useState } from 'react';

import { bankKeyInHash } from '../../lib/question-bank-key';
import type { BankKeeper } from '../../session/question-bank';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/**
 * Asks a person who opened a link to a bank whether to use it: their own is not replaced unasked.
 */
export function BankOffer({ keeper }: { keeper: BankKeeper }) {
  const t = useStrings();
  const [offered, setOffered] = useState(() => bankKeyInHash(location.hash));
  useEffect(() => {
    const look = () => setOffered(bankKeyInHash(location.hash));
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  const own = keeper.state.key;
  const close = () => {
    history.replaceState(history.state, '', location.pathname);
    setOffered(null);
  };
  if (!offered || offered.id === own?.id) return null;
  return (
    <Notice
      tone="info"
      icon={Library}
      role="status"
      title={t.bank.offerTitle}
      actions={
        <>
          <Button
            size="small"
            // Unsaved changes would be lost with their bank.
            disabled={keeper.state.unsaved}
            onClick={() => {
              close();
              void keeper.use(offered);
            }}
          >
            {t.bank.offerUse}
          </Button>
          <Button size="small" onClick={close}>
            {own ? t.bank.offerKeep : t.bank.offerDecline}
          </Button>
        </>
      }
    >
      <p>{t.bank.offerText}</p>
      {own && <p>{t.bank.offerOther}</p>}
    </Notice>
  );
}
