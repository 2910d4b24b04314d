import { Hand, MicOff } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

import type { InterviewRole, ParticipantId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { VideoView } from '../../ui/VideoView';
import { PinnedMark } from './PinnedMark';
import { TileFrame } from './TileFrame';
import { useViewSize } from './useViewSize';

interface TileProps {
  id: ParticipantId;
  name: string;
  /** Accessible name and visible text of the tile. */
  label: string;
  /** Participant's role in an interview. */
  role: InterviewRole | null;
  track: MediaStreamTrack | null;
  /** True if the participant sends a picture, shown or not. */
  cameraOn: boolean;
  /** True for the picture, false for the avatar. */
  visible: boolean;
  muted: boolean;
  speaking: boolean;
  /** Position among the raised hands, from 1; 0 while the hand is down. */
  hand: number;
  /** Mirrors the participant's own picture. */
  own?: boolean;
  children?: ReactNode;
}

export function Tile({
  id,
  name,
  label,
  role,
  track,
  cameraOn,
  visible,
  muted,
  speaking,
  hand,
  own = false,
  children,
}: TileProps) {
  const t = useStrings();
  const video = useRef<HTMLVideoElement>(null);
  const tile = { participant: id, source: 'camera' } as const;
  useViewSize(video, own ? null : tile, 'cover');
  return (
    <TileFrame tile={tile} label={label} speaking={speaking} camera={visible ? 'on' : 'off'}>
      <div className="tile-avatar">
        <Avatar id={id} name={name} />
      </div>
      <VideoView track={track} mirrored={own} concealed={!visible} videoRef={video} />
      {children}
      {hand > 0 && (
        <p className="tile-hand" title={t.talk.handNumber(hand)}>
          <Hand aria-hidden="true" />
          <span aria-hidden="true">{hand}</span>
          <span className="visually-hidden">{t.talk.handNumber(hand)}</span>
        </p>
      )}
      <p className="tile-name" title={label}>
        <PinnedMark tile={tile} />
        {muted && <MicOff className="tile-muted" aria-hidden="true" />}
        <span className="tile-name-text" dir="auto">
          {label}
        </span>
        {role && <span className="tile-role">{t.interview.roles[role]}</span>}
        {muted && <span className="visually-hidden">{t.meeting.muted}</span>}
        {!cameraOn && <span className="visually-hidden">{t.meeting.cameraOff}</span>}
        {speaking && <span className="visually-hidden">{t.meeting.speaking}</span>}
      </p>
    </TileFrame>
  );
}
