import { Lock, Star } from 'lucide-react';

import type { Criterion, InterviewReport, Rating, Scorecard } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

interface ScorecardsProps {
  report: InterviewReport;
  ownLink: string;
}

/** Interviewers' scorecards that the viewer may see. */
export function Scorecards({ report, ownLink }: ScorecardsProps) {
  const t = useStrings();
  const { scorecards, criteria, withheld_scorecards: withheld } = report;
  return (
    <>
      {scorecards.length === 0 && withheld === 0 && (
        <p className="report-none">{t.report.noScorecards}</p>
      )}
      {scorecards.map((card) => (
        <Card key={card.by} card={card} criteria={criteria} own={card.by === ownLink} />
      ))}
      {withheld > 0 && <p className="report-none">{t.report.withheld(withheld)}</p>}
    </>
  );
}

interface CardProps {
  card: Scorecard;
  criteria: readonly Criterion[];
  own: boolean;
}

function Card({ card, criteria, own }: CardProps) {
  const t = useStrings();
  const marks = [
    own && t.report.yours,
    card.submitted_at === undefined && t.report.notSubmitted,
  ].filter(Boolean);
  const known = new Set(criteria.map(({ id }) => id));
  const gone = card.ratings.filter(({ criterion }) => !known.has(criterion));
  return (
    <section className="report-card">
      <h3 dir="auto">
        {card.by_name}
        {marks.length > 0 && <span className="report-by"> ({marks.join(', ')})</span>}
      </h3>
      <ul className="report-ratings">
        {criteria.map(({ id, title }) => (
          <RatingLine
            key={id}
            title={title}
            rating={card.ratings.find(({ criterion }) => criterion === id)}
          />
        ))}
        {gone.map((rating) => (
          <RatingLine key={rating.criterion} title={t.report.goneCriterion} rating={rating} />
        ))}
      </ul>
      {card.recommendation && (
        <p>
          <strong>{t.report.recommendation}:</strong>{' '}
          {t.report.recommendations[card.recommendation]}
        </p>
      )}
      {own && card.private_notes !== '' && (
        <div className="report-private">
          <h4>
            <Lock aria-hidden="true" />
            {t.report.onlyForYou}
          </h4>
          <p className="report-text" dir="auto">
            {card.private_notes}
          </p>
        </div>
      )}
    </section>
  );
}

function RatingLine({ title, rating }: { title: string; rating: Rating | undefined }) {
  const t = useStrings();
  return (
    <li>
      <span className="report-criterion" dir="auto">
        {title}
      </span>
      {rating ? (
        <span className="report-stars">
          <span aria-hidden="true">
            {[1, 2, 3, 4, 5].map((star) => (
              <Star key={star} data-on={star <= rating.stars || undefined} />
            ))}
          </span>
          {t.report.stars(rating.stars)}
        </span>
      ) : (
        <span className="report-by">{t.report.notRated}</span>
      )}
      {rating?.comment && (
        <span className="report-text report-comment" dir="auto">
          {rating.comment}
        </span>
      )}
    </li>
  );
}
