import { PenLine } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';

import type { Answer } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

interface AnswerTextProps {
  answer: Answer | undefined;
  ended: boolean;
  /** Keeps the end of a growing answer in sight, and long answers in a place of their own. */
  follows?: boolean;
}

/** Live text of an answer. */
export function AnswerText({ answer, ended, follows = false }: AnswerTextProps) {
  const t = useStrings().interview;
  const field = useRef<HTMLParagraphElement>(null);
  const height = useRef(0);
  const text = answer?.text;
  const isDraft = answer !== undefined && answer.submitted_at === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the text changes.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || !follows || !isDraft) return;
    // Not if the reader went back in the text.
    const wasAtEnd = element.scrollTop + element.clientHeight >= height.current - 24;
    height.current = element.scrollHeight;
    if (wasAtEnd) element.scrollTop = element.scrollHeight;
  }, [text, follows, isDraft]);
  if (!answer || (answer.text === '' && answer.submitted_at === undefined)) {
    return <p className="interview-none">{t.noAnswer}</p>;
  }
  const label = follows ? { role: 'group', tabIndex: 0, 'aria-label': t.answer } : {};
  return (
    <div className="interview-answer" data-draft={isDraft || undefined}>
      <p ref={field} dir="auto" {...label}>
        {answer.text}
      </p>
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
