import { KeyRound, Link2 } from 'lucide-react';
import { useId } from 'react';
import { copyOrTell } from '../../actions/invite';
import { bankHash, bankKeys } from '../../lib/question-bank-key';
import type { BankKeeper } from '../../session/question-bank';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/** Tells where the bank is stored and how to share it. */
export function BankSharing({ keeper }: { keeper: BankKeeper }) {
  const t = useStrings();
  const headingId = useId();
  const { key, remembered, unsaved } = keeper.state;
  const others = bankKeys().filter(({ id }) => id !== key?.id);
  return (
    <section className="bank-place" aria-labelledby={headingId}>
      <h2 id={headingId}>
        <KeyRound aria-hidden="true" />
        {t.bank.place}
      </h2>
      <p>{t.bank.placeText}</p>
      {!key && <p>{t.bank.placeNone}</p>}
      {!remembered && (
        <Notice tone="warn">
          <p>{t.bank.notRemembered}</p>
        </Notice>
      )}
      {key && (
        <Button
          icon={Link2}
          onClick={() =>
            void copyOrTell(`${location.origin}/questions${bankHash(key)}`, t.bank.linkCopied)
          }
        >
          {t.bank.copyLink}
        </Button>
      )}
      {others.length > 0 && (
        <div className="bank-others">
          <h3>{t.bank.others}</h3>
          {others.map((other) => (
            <Button
              key={other.id}
              size="small"
              disabled={unsaved}
              onClick={() => {
                void keeper.use(other);
                toast(t.bank.switched);
              }}
            >
              {t.bank.switchTo(other.id)}
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}
