import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

import { answerTo, questionsOf } from '../../lib/interview-view';
import type { MeetingId, PublicQuestion, QuestionId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { AnswerForm } from './AnswerForm';
import { AnswerText } from './AnswerText';
import { Block } from './Block';
import type { PublicView } from './InterviewerSide';
import { Sections } from './Sections';
import { StateNote } from './StateNote';
import { UnsavedAnswer } from './UnsavedAnswer';
import { useDraft } from './useDraft';

/** Typing pause in ms: after this the candidate no longer counts as writing. */
const PAUSE = 2_000;

/** The newest question with the field for its answer; the earlier ones below. */
export function CandidateSide({ id, view }: { id: MeetingId; view: PublicView }) {
  const t = useStrings().interview;
  const questions = questionsOf(view);
  const typedAt = useRef(Number.NEGATIVE_INFINITY);
  const newest = useInAPause(questions.at(-1)?.id ?? null, typedAt);
  const open = view.clock.state === 'running' || view.clock.state === 'paused';
  const isOpen = (id: QuestionId) => open && answerTo(view, id)?.submitted_at === undefined;
  // Earlier question that the candidate reopened; the next question replaces it.
  const [taken, take] = useDraft(id, 'taken');
  const wanted = takenOf(taken, newest) ?? newest;
  const writing = wanted !== null && isOpen(wanted) ? wanted : null;
  const focusNext = useFollowedFocus(writing);

  return (
    <>
      <StateNote view={view} />
      <Block title={t.questions}>
        {questions.length === 0 && <p className="interview-none">{t.noneAskedCandidate}</p>}
        <ol
          className="interview-list"
          reversed
          onInput={() => {
            typedAt.current = performance.now();
          }}
        >
          {questions.toReversed().map((question) => (
            <Question
              key={question.id}
              question={question}
              isNewest={question === questions.at(-1)}
            >
              {question.id === writing ? (
                <AnswerForm
                  question={question.id}
                  answer={answerTo(view, question.id)}
                  takesFocus={focusNext}
                />
              ) : (
                <>
                  <AnswerText answer={answerTo(view, question.id)} ended={!open} />
                  <UnsavedAnswer question={question.id} answer={answerTo(view, question.id)} />
                  {isOpen(question.id) && (
                    <Button
                      size="small"
                      onClick={() => {
                        focusNext.current = true;
                        take(`${question.id}/${newest}`);
                      }}
                    >
                      {t.writeHere}
                    </Button>
                  )}
                </>
              )}
            </Question>
          ))}
        </ol>
      </Block>
      <Sections clock={view.clock} sections={view.sections} />
    </>
  );
}

/** The earlier question in a note of it, unless another question was asked since. */
function takenOf(note: string, newest: QuestionId | null): QuestionId | null {
  const [id, before] = note.split('/').map(Number);
  return id && before === newest ? id : null;
}

interface QuestionProps {
  question: PublicQuestion;
  isNewest: boolean;
  children: ReactNode;
}

function Question({ question, isNewest, children }: QuestionProps) {
  const t = useStrings().interview;
  return (
    <li className="interview-card" data-newest={isNewest || undefined}>
      <p className="interview-question">
        <span>{t.number(question.id)} </span>
        <span dir="auto">{question.text}</span>
      </p>
      {question.minutes !== undefined && (
        <p className="interview-meta">{t.minutes(question.minutes)}</p>
      )}
      {children}
    </li>
  );
}

/** The newest question, held back until the candidate pauses: it would replace the field in use. */
function useInAPause(newest: QuestionId | null, typedAt: RefObject<number>): QuestionId | null {
  const [held, setHeld] = useState(newest);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const rest = typedAt.current + PAUSE - performance.now();
      if (rest > 0) timer = setTimeout(look, rest);
      else setHeld(newest);
    };
    look();
    return () => clearTimeout(timer);
  }, [newest, typedAt]);
  return held;
}

/**
 * True if the next answer field takes the focus: the candidate was writing, or asked for the field.
 * Further letters would otherwise miss the field and trigger single-key shortcuts.
 */
function useFollowedFocus(writing: QuestionId | null) {
  const takes = useRef(false);
  const before = useRef(writing);
  // During this render the previous field is still in the document.
  if (before.current !== writing) {
    before.current = writing;
    const focused = document.activeElement;
    if (focused instanceof HTMLTextAreaElement && 'answer' in focused.dataset) takes.current = true;
  }
  return takes;
}
