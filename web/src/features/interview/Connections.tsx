import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  RotateCw,
  Unplug,
} from 'lucide-react';
import { useId } from 'react';

import { type ConnectionStatus, connectionStatus } from '../../lib/connection-status';
import { everybody } from '../../lib/roster';
import type { InterviewRole, ParticipantId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useInterview } from '../../stores/interview';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Block } from './Block';

const ICONS: Record<ConnectionStatus, LucideIcon> = {
  new: CircleDashed,
  connecting: LoaderCircle,
  connected: CircleCheck,
  reconnecting: RotateCw,
  failed: Unplug,
  closed: CircleX,
};

/** Connection state of the other participants. */
export function Connections() {
  const t = useStrings().interview;
  const roster = useRoom((state) => state.roster);
  const selfId = useRoom((state) => state.selfId);
  const transports = useRoom((state) => state.transports);
  const left = useInterview((state) => state.left);
  const others = everybody(roster).filter(({ id }) => id !== selfId);
  const gone = left.filter(({ id }) => roster.byId[id] === undefined);
  return (
    <Block title={t.connections}>
      {others.length + gone.length === 0 && <p className="interview-none">{t.alone}</p>}
      <ul className="interview-connections">
        {others.map(({ id, name, interview_role, presence }) => {
          const transport = transports[id];
          const relayed = transport?.status === 'connected' && transport.relayed;
          return (
            <Connection
              key={id}
              id={id}
              name={name}
              role={interview_role}
              life={connectionStatus(transport, presence)}
              detail={relayed ? t.relayed : null}
            />
          );
        })}
        {gone.map(({ id, name, role }) => (
          <Connection
            key={id}
            id={id}
            name={name}
            role={role}
            life={connectionStatus(undefined, 'left')}
            detail={t.hasLeft}
          />
        ))}
      </ul>
    </Block>
  );
}

interface ConnectionProps {
  id: ParticipantId;
  name: string;
  role: InterviewRole | undefined;
  life: ConnectionStatus;
  detail: string | null;
}

function Connection({ id, name, role, life, detail }: ConnectionProps) {
  const t = useStrings();
  const nameId = useId();
  const transport = useRoom((state) => state.transports[id]);
  const Icon = ICONS[life];
  const words = [t.interview.life[life], detail].filter(Boolean).join(', ');
  return (
    <li className="interview-connection" data-life={life}>
      <Icon aria-hidden="true" />
      <span className="interview-connection-text">
        <span id={nameId}>
          <span dir="auto">{name}</span>
          {role && <span className="interview-meta"> {t.interview.roles[role]}</span>}
        </span>
        <span className="interview-connection-status">{words}</span>
        {transport?.status === 'failed' && life === 'failed' && (
          <span className="interview-meta">
            {t.transport.failed[transport.reason]} {t.transport.advice[transport.reason]}
          </span>
        )}
      </span>
      {life === 'failed' && (
        <Button
          size="small"
          aria-describedby={nameId}
          onClick={() => meetingSession.retryTransport(id)}
        >
          {t.interview.retry}
        </Button>
      )}
    </li>
  );
}
