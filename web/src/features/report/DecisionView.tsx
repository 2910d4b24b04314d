import './DecisionView.css';

import type { Decision } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** A recorded decision with its reason. */
export function DecisionView({ decision }: { decision: Decision }) {
  const t = useStrings().debrief;
  const { outcome, reason, by_name, decided_at } = decision;
  return (
    <div className="decision" data-outcome={outcome}>
      <p className="decision-outcome">
        <strong>{t.outcomes[outcome]}</strong> {t.meanings[outcome]}
      </p>
      <p className="decision-reason" dir="auto">
        {reason}
      </p>
      <p className="decision-by">{t.recordedBy(by_name, new Date(decided_at))}</p>
    </div>
  );
}
