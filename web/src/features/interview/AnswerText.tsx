import { PenLine } from 'lucide-react';

import type { Answer } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/** Live text of an answer. */
export function AnswerText({ answer, ended }: { answer: Answer | undefined; ended: boolean }) {
  const t = useStrings().interview;
  if (!answer || (answer.text === '' && answer.submitted_at === undefined)) {
    return <p className="interview-none">{t.noAnswer}</p>;
  }
  const isDraft = answer.submitted_at === undefined;
  return (
    <div className="interview-answer" data-draft={isDraft || undefined}>
      <p dir="auto">{answer.text}</p>
      <p className="interview-meta">
        {answer.submitted_at !== undefined ? (
          t.submittedAt(answer.submitted_at)
        ) : ended ? (
          t.notSubmitted
        ) : (
          <>
            <PenLine aria-hidden="true" />
            {t.writing}
          </>
        )}
      </p>
    </div>
  );
}
