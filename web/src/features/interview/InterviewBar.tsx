import './InterviewBar.css';

import { CircleCheck, Hourglass, type LucideIcon, Pause, Play } from 'lucide-react';

import { formatDuration } from '../../lib/duration';
import { elapsedAt, sectionTimeAt } from '../../lib/interview-clock';
import { sectionsOf, titleOf } from '../../lib/interview-view';
import type { InterviewState, InterviewView } from '../../protocol/protocol.gen';
import { useInterview } from '../../stores/interview';
import { useStrings } from '../../strings';
import { ClockControls } from './ClockControls';
import { formatOver } from './times';
import { useAutoOpen } from './useAutoOpen';
import { useInterviewNotices } from './useInterviewNotices';
import { useServerNow } from './useServerNow';

/** Bar with the interview's title, state and clock, and its controls. Nothing ever covers it. */
export default function InterviewBar() {
  const view = useInterview((state) => state.view);
  return view && <Bar view={view} />;
}

const ICONS: Record<InterviewState, LucideIcon> = {
  waiting: Hourglass,
  running: Play,
  paused: Pause,
  ended: CircleCheck,
};

function Bar({ view }: { view: InterviewView }) {
  const t = useStrings().interview;
  const { clock } = view;
  const now = useServerNow(clock);
  const section = clock.state === 'ended' ? null : sectionTimeAt(clock, sectionsOf(view), now);
  useAutoOpen(view);
  useInterviewNotices(view, section);
  const Icon = ICONS[clock.state];
  return (
    <header className="interview-bar" data-state={clock.state}>
      <p className="interview-bar-title" title={titleOf(view)} dir="auto">
        {titleOf(view)}
      </p>
      {section && (
        <p className="interview-bar-section" data-phase={section.phase}>
          <span className="interview-bar-section-title" dir="auto">
            {t.section(section.number, section.section.title)}
          </span>
          <span className="interview-bar-left">
            {section.phase === 'over'
              ? t.over(formatOver(section.remaining))
              : t.left(formatDuration(Math.ceil(section.remaining / 1_000) * 1_000))}
          </span>
        </p>
      )}
      <p className="interview-bar-clock">
        <span className="interview-bar-state">
          <Icon aria-hidden="true" />
          <span>{t.states[clock.state]}</span>
        </span>
        {/* Screen readers do not announce a running timer: aria-live is off for that role. */}
        <span className="interview-bar-time" role="timer" aria-label={t.time}>
          {formatDuration(elapsedAt(clock, now))}
        </span>
      </p>
      {view.role === 'interviewer' && <ClockControls clock={clock} />}
    </header>
  );
}
