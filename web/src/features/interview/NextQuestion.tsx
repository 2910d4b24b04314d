import { ArrowRight } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';

import { askNextQuestion } from '../../actions/interview-keys';
import { nextQuestion } from '../../lib/next-question';
import type { MeetingId } from '../../protocol/protocol.gen';
import { useInterviewPanel } from '../../stores/interview-panel';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { AskForm } from './AskForm';
import type { InterviewerView } from './InterviewerSide';
import { KeyHint } from './KeyHint';

interface NextQuestionProps {
  id: MeetingId;
  view: InterviewerView;
  /** Buttons beside the one that asks. */
  children: ReactNode;
}

/** The next planned question with its button, and the form for an improvised one. */
export function NextQuestion({ id, view, children }: NextQuestionProps) {
  const t = useStrings();
  const textId = useId();
  const { improvising, asking } = useInterviewPanel();
  const isOver = view.clock.state === 'ended';
  const open = view.clock.state === 'running' || view.clock.state === 'paused';
  const next = isOver ? null : nextQuestion(view.plan, view.questions);
  const showForm = !isOver && (improvising || !next);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    useInterviewPanel.setState({ improvising: false });
    opener.current?.focus();
  };
  return (
    <div className="interview-next">
      {showForm && <AskForm id={id} open={open} onDone={close} takesFocus={improvising} />}
      {next && (
        <div className="interview-next-head">
          <p className="interview-next-text" id={textId}>
            <span className="interview-meta">{t.interviewPanel.next}</span>{' '}
            <span dir="auto">{next.spec.text}</span>
          </p>
          <Button
            ref={opener}
            variant="quiet"
            size="small"
            aria-expanded={showForm}
            onClick={() => useInterviewPanel.setState({ improvising: !improvising, noting: false })}
          >
            {t.interviewPanel.improvise}
          </Button>
        </div>
      )}
      <div className="interview-next-buttons">
        {next && (
          <Button
            variant="primary"
            icon={ArrowRight}
            busy={asking}
            disabled={!open}
            aria-describedby={textId}
            aria-keyshortcuts="n"
            onClick={() => void askNextQuestion()}
          >
            {t.interviewPanel.askNext}
            <KeyHint of="n" />
          </Button>
        )}
        {children}
      </div>
    </div>
  );
}
