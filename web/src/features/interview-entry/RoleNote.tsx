import './RoleNote.css';

import { Eye, MessageCircleQuestion, UserRound } from 'lucide-react';

import type { InterviewSummary } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';
import { CopyCandidateLink } from '../../ui/interview/CopyCandidateLink';
import { Notice } from '../../ui/Notice';

const ICONS = { interviewer: MessageCircleQuestion, candidate: UserRound, observer: Eye } as const;

/** As what one comes in, and how the interview stands. */
export function RoleNote({ interview }: { interview: InterviewSummary }) {
  const { id, role, state } = interview;
  const t = useStrings().interview;
  return (
    <div className="role-note">
      <Notice tone="info" icon={ICONS[role]} title={t.roles[role]}>
        <p>
          {t.entry.you[role]} {t.entry.states[state]}
        </p>
      </Notice>
      {role === 'interviewer' && <CopyCandidateLink id={id} />}
    </div>
  );
}
