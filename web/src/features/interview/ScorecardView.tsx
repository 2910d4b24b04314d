import './ScorecardForm.css';

import type { Criterion, Scorecard } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

interface ScorecardViewProps {
  card: Scorecard;
  criteria: readonly Criterion[];
  own?: boolean;
}

/** Submitted scorecard. */
export function ScorecardView({ card, criteria, own = false }: ScorecardViewProps) {
  const t = useStrings().interview;
  const { by_name, ratings, recommendation, private_notes } = card;
  return (
    <div className="interview-card">
      <h3 dir="auto">{t.cardOf(by_name)}</h3>
      <dl className="interview-scorecard-given">
        {criteria.map(({ id, title }) => {
          const rating = ratings.find(({ criterion }) => criterion === id);
          return (
            <div key={id}>
              <dt dir="auto">{title}</dt>
              <dd>
                {rating ? t.stars(rating.stars) : t.notRated}
                {rating?.comment && (
                  <span className="interview-text" dir="auto">
                    {rating.comment}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
        <div>
          <dt>{t.recommendation}</dt>
          <dd>{recommendation ? t.recommendations[recommendation] : t.noRecommendation}</dd>
        </div>
        {own && private_notes !== '' && (
          <div>
            <dt>{t.onlyForYou}</dt>
            <dd>
              <span className="interview-text" dir="auto">
                {private_notes}
              </span>
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}
