import { memo } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { SELF } from '../../session/api';
import { useDevices } from '../../stores/devices';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { QualityBadge } from './QualityBadge';
import { Tile } from './Tile';
import { TileReactions } from './TileReactions';
import { TransportStatus } from './TransportStatus';
import { useHandNumber, useIsSpeaking, useParticipant } from './useStage';
import { useTrack } from './useTrack';

/** Participant's tile. It renders only when this participant changes. */
export const FaceTile = memo(function FaceTile({ id }: { id: ParticipantId }) {
  const own = useRoom((state) => state.selfId === id);
  return own ? <OwnTile id={id} /> : <OtherTile id={id} />;
});

/** Own tile, from the local capture: the server learns of changes later. */
function OwnTile({ id }: { id: ParticipantId }) {
  const t = useStrings();
  const participant = useParticipant(id);
  const speaking = useIsSpeaking(id);
  const hand = useHandNumber(id);
  const muted = useDevices((state) => !state.microphone.live);
  const track = useTrack(SELF, 'camera');
  if (!participant) return null;
  return (
    <Tile
      id={id}
      name={participant.name}
      label={t.meeting.you(participant.name)}
      role={participant.role}
      track={track}
      cameraOn={track !== null}
      visible={track !== null}
      muted={muted}
      speaking={speaking && !muted}
      hand={hand}
      own
    >
      <TileReactions id={id} />
      <QualityBadge id={SELF} />
    </Tile>
  );
}

function OtherTile({ id }: { id: ParticipantId }) {
  const participant = useParticipant(id);
  const speaking = useIsSpeaking(id);
  const hand = useHandNumber(id);
  const track = useTrack(id, 'camera');
  const isMissing = useRoom((state) => state.missingPictures[id]?.camera !== undefined);
  if (!participant) return null;
  const { name, role, camera, microphone, away } = participant;
  return (
    <Tile
      id={id}
      name={name}
      label={name}
      role={role}
      track={track}
      cameraOn={camera}
      visible={camera && track !== null && !isMissing}
      muted={!microphone}
      speaking={speaking && microphone}
      hand={hand}
    >
      <TransportStatus id={id} away={away} />
      <TileReactions id={id} />
      <QualityBadge id={id} />
    </Tile>
  );
}
