import type { QuestionSpec } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** Parts of a question that only interviewers see. */
export function ForInterviewers({ spec }: { spec: QuestionSpec }) {
  const t = useStrings().interview;
  return (
    <>
      {spec.points.length > 0 && (
        <div className="interview-points">
          <span>{t.expected}</span>
          <ul>
            {spec.points.map((point, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a point may occur twice, and points do not move.
              <li key={index} dir="auto">
                {point}
              </li>
            ))}
          </ul>
        </div>
      )}
      {spec.notes && (
        <p className="interview-notes" dir="auto">
          {spec.notes}
        </p>
      )}
    </>
  );
}
