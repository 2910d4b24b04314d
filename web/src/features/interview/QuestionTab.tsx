import { NotebookPen } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import { writeNote } from '../../actions/interview-keys';
import type { AskedQuestion, MeetingId, QuestionId } from '../../protocol/protocol.gen';
import { useInterviewPanel } from '../../stores/interview-panel';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { ScrollArea } from '../../ui/ScrollArea';
import { CurrentQuestion } from './CurrentQuestion';
import { EvaluateButton } from './EvaluateButton';
import type { InterviewerView } from './InterviewerSide';
import { KeyHint } from './KeyHint';
import { NextQuestion } from './NextQuestion';
import { type NoteDraft, NoteForm } from './NoteForm';
import { Score } from './Score';

interface QuestionTabProps {
  id: MeetingId;
  view: InterviewerView;
  draft: NoteDraft;
}

/** The question that is being answered: its answer, its score, and the way to the next one. */
export function QuestionTab({ id, view, draft }: QuestionTabProps) {
  const t = useStrings();
  const noting = useInterviewPanel((state) => state.noting);
  const { shown, show } = useShownQuestion(view);
  const noteButton = useRef<HTMLButtonElement>(null);
  const closeNote = () => useInterviewPanel.setState({ noting: false });
  // The button comes back where the field was, and gets the focus that would be lost.
  const wasNoting = useRef(noting);
  useLayoutEffect(() => {
    const lost = document.activeElement === document.body;
    if (wasNoting.current && !noting && lost) noteButton.current?.focus();
    wasNoting.current = noting;
  }, [noting]);
  return (
    <>
      {view.questions.length > 1 && (
        <AskedQuestions questions={view.questions} shown={shown} onShow={show} />
      )}
      <ScrollArea className="interview-scroll" label={t.interview.question}>
        {view.clock.state === 'ended' && <p className="interview-state">{t.interview.isOver}</p>}
        {shown ? (
          <CurrentQuestion key={shown.id} question={shown} view={view} />
        ) : (
          <p className="interview-none">
            {view.clock.state === 'waiting' ? t.interview.askLater : t.interview.noneAsked}
          </p>
        )}
      </ScrollArea>
      <div className="interview-foot">
        {shown && (
          <div className="interview-judge">
            <Score key={shown.id} question={shown} view={view} />
            <EvaluateButton question={shown} view={view} />
          </div>
        )}
        {noting && (
          <NoteForm
            view={view}
            draft={draft}
            beside={{ question: shown?.id ?? null, onClose: closeNote }}
          />
        )}
        <NextQuestion id={id} view={view}>
          {!noting && (
            <Button
              ref={noteButton}
              icon={NotebookPen}
              aria-keyshortcuts="t"
              onClick={() => writeNote()}
            >
              {t.interviewPanel.takeNote}
              <KeyHint of="t" />
            </Button>
          )}
        </NextQuestion>
      </div>
    </>
  );
}

/** The newest question, or the one that the interviewer went back to until a newer one is asked. */
function useShownQuestion({ questions }: InterviewerView) {
  const [taken, setTaken] = useState<{ id: QuestionId; newest: QuestionId } | null>(null);
  const newest = questions.at(-1);
  const id = taken && taken.newest === newest?.id ? taken.id : newest?.id;
  return {
    shown: questions.find((question) => question.id === id),
    show: (wanted: QuestionId) => newest && setTaken({ id: wanted, newest: newest.id }),
  };
}

interface AskedQuestionsProps {
  questions: readonly AskedQuestion[];
  shown: AskedQuestion | undefined;
  onShow: (id: QuestionId) => void;
}

/** Numbers of the asked questions, to go back to one. */
function AskedQuestions({ questions, shown, onShow }: AskedQuestionsProps) {
  const t = useStrings().interview;
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another question shows.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest' });
  }, [shown?.id]);
  return (
    <nav ref={list} className="interview-numbers" aria-label={t.asked(questions.length)}>
      {questions.map(({ id }) => (
        <Button
          key={id}
          size="small"
          variant="quiet"
          aria-label={t.aboutQuestion(id)}
          aria-current={id === shown?.id || undefined}
          onClick={() => onShow(id)}
        >
          {id}
        </Button>
      ))}
    </nav>
  );
}
