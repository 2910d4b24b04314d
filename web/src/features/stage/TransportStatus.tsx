import './TransportStatus.css';

import { Unplug, VideoOff } from 'lucide-react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { type TransportState, useRoom } from '../../stores/room';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** State of the peer connection to a participant, unless it is simply connected. */
export function TransportStatus({ id, away }: { id: ParticipantId; away: boolean }) {
  const t = useStrings();
  const transport = useRoom((state) => state.transports[id]);
  const missing = useRoom((state) => state.missingPictures[id]?.camera);
  if (transport?.status === 'failed' && !away) {
    return (
      <div className="transport-failed" role="status">
        <Unplug aria-hidden="true" />
        <p className="transport-reason">{t.transport.failed[transport.reason]}</p>
        <p className="transport-advice">{t.transport.advice[transport.reason]}</p>
        <Button size="small" onClick={() => meetingSession.retryTransport(id)}>
          {t.transport.retry}
        </Button>
      </div>
    );
  }
  const words = away ? t.transport.reconnecting : wordsFor(transport);
  if (!words && missing) {
    return (
      <p className="transport-chip" title={t.transport.missing[missing]}>
        <VideoOff aria-hidden="true" />
        <span className="transport-words">{t.transport.missing[missing]}</span>
      </p>
    );
  }
  if (!words) return null;
  return (
    <p className="transport-chip" title={words}>
      <span className="spinner" aria-hidden="true" />
      <span className="transport-words">{words}</span>
    </p>
  );
}

function wordsFor(transport: TransportState | undefined): string | null {
  switch (transport?.status) {
    case 'connecting':
      return strings().transport.connecting;
    case 'reconnecting':
      return transport.attempt > 1
        ? strings().transport.reconnectingAttempt(transport.attempt)
        : strings().transport.reconnecting;
    default:
      return null;
  }
}
