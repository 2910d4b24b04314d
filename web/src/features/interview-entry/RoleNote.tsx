import './RoleNote.css';

import { Eye, MessageCircleQuestion, UserRound } from 'lucide-react';

import type { InterviewSummary } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';
import { CopyCandidateLink } from '../../widgets/interview/CopyCandidateLink';

const ICONS = { interviewer: MessageCircleQuestion, candidate: UserRound, observer: Eye } as const;

/** The role a person enters with, and the state of the interview. */
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
