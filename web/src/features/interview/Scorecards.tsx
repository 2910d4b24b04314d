import { Scale } from 'lucide-react';
import { useState } from 'react';
import { interviewFailure } from '../../actions/interview-failure';
import { readLinkToken } from '../../lib/interview-links';
import { cardOf, missingIn, type ScorecardDraft } from '../../lib/scorecard-draft';
import type { MeetingId, Scorecard } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import type { InterviewerView } from './InterviewerSide';
import { SaveNote } from './SaveNote';
import { ScorecardForm } from './ScorecardForm';
import { ScorecardView } from './ScorecardView';

/** Own scorecard and, once it is submitted, the other interviewers' submitted ones. */
export function Scorecards({ id, view }: { id: MeetingId; view: InterviewerView }) {
  const t = useStrings();
  const { criteria } = view.plan;
  const own = view.scorecards.find(({ by }) => by === view.link);
  const others = view.scorecards.filter(({ by }) => by !== view.link);
  if (own?.submitted_at === undefined) return <OwnCard view={view} card={own} />;
  return (
    <div className="interview-scroll">
      <p className="interview-meta">{t.interview.cardSubmitted(own.submitted_at)}</p>
      <div className="interview-tools">
        {/* A new tab: navigation in this one would leave the interview. */}
        <a
          className="button"
          data-variant="secondary"
          data-size="small"
          href={`/i/${id}/debrief#${readLinkToken(id) ?? ''}`}
          target="_blank"
          rel="noreferrer"
          aria-description={t.interview.reportHint}
        >
          <Scale aria-hidden="true" />
          <span>{t.interviewPanel.debrief}</span>
        </a>
      </div>
      <ScorecardView card={own} criteria={criteria} own />
      {others.length === 0 && <p className="interview-none">{t.interview.othersWaiting}</p>}
      {others.map((card) => (
        <ScorecardView key={card.by} card={card} criteria={criteria} />
      ))}
    </div>
  );
}

function OwnCard({ view, card }: { view: InterviewerView; card: Scorecard | undefined }) {
  const t = useStrings().interview;
  const save = useInterview(({ saves }) => saves.scorecard);
  const [asking, setAsking] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { criteria } = view.plan;
  const typed = save?.command.kind === 'save_scorecard' ? save.command : null;
  const draft = cardOf(typed ?? card ?? null, criteria);

  const change = (changed: ScorecardDraft) => {
    setProblem(null);
    meetingSession.interview?.save({ kind: 'save_scorecard', submit: false, ...changed });
  };
  const submit = async () => {
    setAsking(null);
    setBusy(true);
    setProblem(null);
    try {
      await meetingSession.interview?.submit({ kind: 'save_scorecard', submit: false, ...draft });
    } catch (error) {
      setProblem(interviewFailure(error));
    }
    setBusy(false);
  };
  const ask = () => {
    const missing = missingIn(draft, criteria);
    const words = missing.criteria.map(({ title }) => title);
    if (missing.recommendation) words.push(t.recommendation);
    if (words.length === 0) void submit();
    else setAsking(words);
  };
  return (
    <>
      <div className="interview-scroll">
        <ScorecardForm draft={draft} criteria={criteria} disabled={busy} onChange={change} />
        <p className="interview-meta">{t.blind}</p>
      </div>
      <div className="interview-foot">
        <Problem text={problem} />
        <div className="interview-submit">
          <Button variant="primary" busy={busy} onClick={ask}>
            {t.submitCard}
          </Button>
          <SaveNote save={save} />
        </div>
      </div>
      {asking && (
        <AlertDialog
          title={t.incompleteTitle}
          text={t.incomplete(asking)}
          onCancel={() => setAsking(null)}
        >
          <Button data-first onClick={() => setAsking(null)}>
            {t.goOnWriting}
          </Button>
          <Button variant="primary" onClick={() => void submit()}>
            {t.submitAsItIs}
          </Button>
        </AlertDialog>
      )}
    </>
  );
}
