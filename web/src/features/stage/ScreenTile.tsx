import './ScreenTile.css';

import { MonitorUp } from 'lucide-react';
import { memo } from 'react';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { SELF } from '../../session/api';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { VideoView } from '../../ui/VideoView';
import { useParticipant } from './useStage';
import { useTrack } from './useTrack';

/** A shared screen, whole and never mirrored. */
export const ScreenTile = memo(function ScreenTile({ id }: { id: ParticipantId }) {
  const t = useStrings();
  const own = useRoom((state) => state.selfId === id);
  const participant = useParticipant(id);
  const track = useTrack(own ? SELF : id, 'screen_share');
  if (!participant) return null;
  const label = own
    ? t.meeting.ownScreenOf(participant.name)
    : t.meeting.screenOf(participant.name);
  // A whole monitor shows this page too: the picture of it would hold itself without end.
  const mirrorsItself = own && track?.getSettings().displaySurface === 'monitor';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div className="tile screen-tile" role="group" aria-label={label}>
      {mirrorsItself ? (
        <div className="screen-own">
          <MonitorUp aria-hidden="true" />
          <p className="screen-own-title">{t.meeting.ownScreen}</p>
          <p className="screen-own-hint">{t.meeting.ownScreenHint}</p>
        </div>
      ) : (
        !track && (
          <div className="screen-own">
            <span className="spinner" aria-hidden="true" />
          </div>
        )
      )}
      <VideoView track={track} fit="contain" concealed={mirrorsItself} />
      <p className="tile-name" title={label}>
        <MonitorUp className="screen-icon" aria-hidden="true" />
        <span className="tile-name-text" dir="auto">
          {label}
        </span>
      </p>
    </div>
  );
});
