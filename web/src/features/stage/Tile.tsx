import './Tile.css';

import { Hand, MicOff } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { VideoView } from '../../ui/VideoView';

interface TileProps {
  id: ParticipantId;
  name: string;
  /** The name of the group, and what is written on it. */
  label: string;
  track: MediaStreamTrack | null;
  /** Whether the picture is to be seen; without it the avatar is. */
  visible: boolean;
  muted: boolean;
  speaking: boolean;
  /** The place of the raised hand among all, from 1; 0 while it is down. */
  hand: number;
  mirrored?: boolean;
  children?: ReactNode;
}

export function Tile({
  id,
  name,
  label,
  track,
  visible,
  muted,
  speaking,
  hand,
  mirrored = false,
  children,
}: TileProps) {
  const t = useStrings();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div
      className="tile"
      role="group"
      aria-label={label}
      data-speaking={speaking || undefined}
      data-camera={visible ? 'on' : 'off'}
    >
      <div className="tile-avatar">
        <Avatar id={id} name={name} />
      </div>
      <VideoView track={track} mirrored={mirrored} concealed={!visible} />
      {children}
      {hand > 0 && (
        <p className="tile-hand" title={t.talk.handNumber(hand)}>
          <Hand aria-hidden="true" />
          <span aria-hidden="true">{hand}</span>
          <span className="visually-hidden">{t.talk.handNumber(hand)}</span>
        </p>
      )}
      <p className="tile-name" title={label}>
        {muted && <MicOff className="tile-muted" aria-hidden="true" />}
        <span className="tile-name-text" dir="auto">
          {label}
        </span>
        {muted && <span className="visually-hidden">{t.meeting.muted}</span>}
        {!visible && <span className="visually-hidden">{t.meeting.cameraOff}</span>}
        {speaking && <span className="visually-hidden">{t.meeting.speaking}</span>}
      </p>
    </div>
  );
}
