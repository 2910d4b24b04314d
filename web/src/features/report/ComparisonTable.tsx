import { compare } from '../../lib/debrief';
import type { InterviewReport } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { ScrollArea } from '../../ui/ScrollArea';

/** Submitted scorecards side by side, by criterion; the greatest difference first. */
export function ComparisonTable({ report }: { report: InterviewReport }) {
  const t = useStrings();
  const { interviewers, criteria, recommendations, recommendationDifference } = compare(report);
  return (
    <section className="debrief-part" aria-labelledby="debrief-scores">
      <h2 id="debrief-scores">{t.debrief.scores}</h2>
      <p className="debrief-hint">{t.debrief.scoresHint}</p>
      <ScrollArea className="debrief-scroll" label={t.debrief.scores}>
        <table className="debrief-table">
          <thead>
            <tr>
              <th scope="col">{t.debrief.criterion}</th>
              {interviewers.map(({ link, name }) => (
                <th key={link} scope="col" dir="auto">
                  {name}
                </th>
              ))}
              <th scope="col">{t.debrief.difference}</th>
            </tr>
          </thead>
          <tbody>
            <tr className="debrief-recommendations">
              <th scope="row">{t.report.recommendation}</th>
              {interviewers.map(({ link }, at) => {
                const one = recommendations[at];
                return (
                  <td key={link} data-recommendation={one ?? undefined}>
                    {one ? t.report.recommendations[one] : t.debrief.none}
                  </td>
                );
              })}
              <td>{t.debrief.steps(recommendationDifference)}</td>
            </tr>
            {criteria.map(({ id, title, ratings, difference, differsMost }) => (
              <tr key={id} data-differs-most={differsMost || undefined}>
                <th scope="row" dir="auto">
                  {title}
                </th>
                {interviewers.map(({ link }, at) => {
                  const rating = ratings[at];
                  return (
                    <td key={link}>
                      {rating ? t.report.stars(rating.stars) : t.report.notRated}
                      {rating?.comment && (
                        <span className="debrief-comment" dir="auto">
                          {rating.comment}
                        </span>
                      )}
                    </td>
                  );
                })}
                <td>
                  {t.debrief.steps(difference)}
                  {differsMost && <strong className="debrief-most">{t.debrief.differsMost}</strong>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}
