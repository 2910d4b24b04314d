import './ScreenTile.css';

import { MonitorUp } from 'lucide-react';
import { memo, useRef } from 'react';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { SELF } from '../../session/api';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { VideoView } from '../../ui/VideoView';
import { PinnedMark } from './PinnedMark';
import { TileFrame } from './TileFrame';
import { useParticipant } from './useStage';
import { useTrack } from './useTrack';
import { useViewSize } from './useViewSize';

interface ScreenTileProps {
  id: ParticipantId;
  /** True if it takes most of the stage. */
  large: boolean;
}

/** Shared screen, uncropped and never mirrored. */
export const ScreenTile = memo(function ScreenTile({ id, large }: ScreenTileProps) {
  const t = useStrings();
  const own = useRoom((state) => state.selfId === id);
  const participant = useParticipant(id);
  const track = useTrack(own ? SELF : id, 'screen_share');
  const video = useRef<HTMLVideoElement>(null);
  const tile = { participant: id, source: 'screen_share' } as const;
  useViewSize(video, own || !participant ? null : tile, 'contain');
  const missing = useRoom((state) => state.missingPictures[id]?.screen_share);
  if (!participant) return null;
  const label = own
    ? t.meeting.ownScreenOf(participant.name)
    : t.meeting.screenOf(participant.name);
  // An own screen or window may show this page: a large picture would contain itself endlessly. A
  // small one shows what the others see.
  const hidden = own && large && !isOtherTab(track);
  return (
    <TileFrame tile={tile} label={label} className="screen-tile">
      {hidden ? (
        <div className="screen-own">
          <MonitorUp aria-hidden="true" />
          <p className="screen-own-title">{t.meeting.ownScreen}</p>
          <p className="screen-own-hint">{t.meeting.ownScreenHint}</p>
        </div>
      ) : (
        (!track || missing) && (
          <div className="screen-own">
            {missing ? (
              <p className="screen-own-title">{t.transport.missing[missing]}</p>
            ) : (
              <span className="spinner" aria-hidden="true" />
            )}
          </div>
        )
      )}
      <VideoView
        track={hidden ? null : track}
        fit="contain"
        concealed={hidden || missing !== undefined}
        videoRef={video}
      />
      <p className="tile-name" title={label}>
        <PinnedMark tile={tile} />
        <MonitorUp className="screen-icon" aria-hidden="true" />
        <span className="tile-name-text" dir="auto">
          {label}
        </span>
      </p>
    </TileFrame>
  );
});

/** True for a shared tab: the browser's picker never offers this page's own tab. */
function isOtherTab(track: MediaStreamTrack | null): boolean {
  return track?.getSettings().displaySurface === 'browser';
}
