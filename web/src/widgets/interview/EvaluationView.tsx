import './EvaluationView.css';

import { Bot, CircleCheck, CircleDashed, CircleSlash2, TriangleAlert } from 'lucide-react';

import { useEffect, useState } from 'react';

import type {
  AssessmentDraft,
  AssessmentFailure,
  AssessmentState,
  Evaluation,
  Matching,
  PointOutcome,
} from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';

/**
 * Compares an answer with its expected points, and shows a language model's assessment. It decides
 * nothing.
 */
export function EvaluationView({ evaluation }: { evaluation: Evaluation }) {
  const { matching, assessment } = evaluation;
  return (
    <div className="evaluation">
      <Points matching={matching} />
      {assessment && isWanted(assessment) && <MachineAssessment state={assessment} />}
    </div>
  );
}

type Wanted =
  | Exclude<AssessmentState, { state: 'failed' }>
  | {
      state: 'failed';
      reason: Exclude<AssessmentFailure, 'not_configured'>;
    };

/** False if no model is set up on the server: nobody asked for an assessment then. */
function isWanted(state: AssessmentState): state is Wanted {
  return state.state !== 'failed' || state.reason !== 'not_configured';
}

/**
 * Time before an assessment without a word shows that it runs (ms). A server without a model reports
 * its failure sooner, so nothing flashes.
 */
const A_MOMENT = 400;

const OUTCOME_ICONS = {
  found: CircleCheck,
  negated: CircleSlash2,
  missing: CircleDashed,
} as const satisfies Record<PointOutcome, unknown>;

function Points({ matching: { points, score } }: { matching: Matching }) {
  const t = useStrings().interview.evaluation;
  const found = points.filter(({ outcome }) => outcome === 'found').length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div className="evaluation-part" role="group" aria-label={t.points}>
      <p className="evaluation-head">
        <span className="evaluation-title">{t.points}</span>
        {points.length > 0 && (
          <span className="evaluation-figure">{t.found(found, points.length, score)}</span>
        )}
      </p>
      {points.length === 0 && <p className="evaluation-note">{t.noPoints}</p>}
      <ul className="evaluation-points">
        {points.map(({ point, outcome, excerpt }, index) => {
          const Icon = OUTCOME_ICONS[outcome];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point may occur twice, and the whole list is replaced.
            <li key={index} className="evaluation-point" data-outcome={outcome}>
              <Icon aria-hidden="true" />
              <span className="evaluation-point-body">
                <span className="evaluation-point-head">
                  <span className="evaluation-point-text" dir="auto">
                    {point}
                  </span>{' '}
                  <span className="evaluation-outcome">{t.outcomes[outcome]}</span>
                </span>
                {excerpt && (
                  <q className="evaluation-excerpt" dir="auto">
                    {excerpt}
                  </q>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function MachineAssessment({ state }: { state: Wanted }) {
  const t = useStrings().interview.evaluation;
  const running = state.state === 'running';
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), A_MOMENT);
    return () => clearTimeout(timer);
  }, []);
  if (running && !late && state.draft.summary === undefined) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div
      className="evaluation-part evaluation-machine"
      role="group"
      aria-label={t.machine}
      aria-busy={running}
    >
      <p className="evaluation-head">
        <span className="evaluation-title">
          <Bot aria-hidden="true" />
          {t.machine}
        </span>
        {state.state !== 'failed' && <Score score={draftOf(state).score} />}
      </p>
      {state.state === 'failed' ? (
        <p className="evaluation-failed">
          <TriangleAlert aria-hidden="true" />
          <span>
            {t.failed[state.reason]} {t.failedNote}
          </span>
        </p>
      ) : (
        <Draft draft={draftOf(state)} />
      )}
      <p className="evaluation-status" role="status">
        {running && (
          <>
            <span className="spinner" aria-hidden="true" />
            {t.running}
          </>
        )}
        {state.state === 'done' && t.machineNote(state.assessment.model)}
      </p>
    </div>
  );
}

function draftOf(state: Exclude<Wanted, { state: 'failed' }>): AssessmentDraft {
  return state.state === 'done' ? state.assessment : state.draft;
}

function Score({ score }: { score: number | undefined }) {
  const t = useStrings().interview.evaluation;
  if (score === undefined) return null;
  return <span className="evaluation-figure">{t.machineScore(score)}</span>;
}

function Draft({ draft: { summary, strengths, improvements } }: { draft: AssessmentDraft }) {
  const t = useStrings().interview.evaluation;
  return (
    <>
      {summary !== undefined && (
        <p className="evaluation-summary" dir="auto">
          {summary}
        </p>
      )}
      <Remarks title={t.strengths} remarks={strengths} />
      <Remarks title={t.improvements} remarks={improvements} />
    </>
  );
}

function Remarks({ title, remarks }: { title: string; remarks: readonly string[] }) {
  if (remarks.length === 0) return null;
  return (
    <div className="evaluation-remarks">
      <p className="evaluation-remarks-title">{title}</p>
      <ul>
        {remarks.map((remark, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows at its end.
          <li key={index} dir="auto">
            {remark}
          </li>
        ))}
      </ul>
    </div>
  );
}
