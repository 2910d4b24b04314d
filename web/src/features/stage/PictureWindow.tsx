import './PictureWindow.css';

import { MicOff, PhoneOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

import { meetingSession } from '../../session';
import { SELF } from '../../session/api';
import { ownInterviewRole, useRoom } from '../../stores/room';
import type { TileRef } from '../../stores/stage';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/IconButton';
import { VideoView } from '../../ui/VideoView';
import { MicrophoneToggle } from '../../widgets/devices/CaptureToggles';
import { closeSmallWindow, setCandidates, useSmallWindow } from './picture-in-picture';
import { type OnStage, pictureTiles } from './spotlight';
import { StageContext } from './stage-context';
import { useLastSpeaker } from './useLastSpeaker';
import { useParticipant } from './useStage';
import { useTrack } from './useTrack';
import { useViewSize } from './useViewSize';

/** Content of the picture-in-picture window: the large tile or the speaker, and a few controls. */
export function PictureWindow({ stage }: { stage: OnStage }) {
  const t = useStrings();
  const open = useSmallWindow((state) => state.open);
  const speaker = useLastSpeaker();
  const tiles = pictureTiles(stage, speaker);
  const [tile] = tiles;
  const observes = useRoom(ownInterviewRole) === 'observer';
  useEffect(() => setCandidates(tiles));
  useEffect(() => closeSmallWindow, []);
  if (open?.kind !== 'page') return null;
  return createPortal(
    // Dialogs and panels of the page do not cover this window.
    <StageContext value={{ pinnable: false, floating: null }}>
      <main className="picture-window">
        {tile && <Picture key={`${tile.source} ${tile.participant}`} tile={tile} />}
        <section className="picture-controls" aria-label={t.meeting.controls}>
          {!observes && <MicrophoneToggle />}
          <IconButton
            label={t.meeting.leave}
            icon={PhoneOff}
            tone="danger"
            onClick={() => meetingSession.leave()}
          />
        </section>
      </main>
    </StageContext>,
    open.window.document.body,
  );
}

function Picture({ tile }: { tile: TileRef }) {
  const t = useStrings();
  const { participant: id, source } = tile;
  const own = useRoom((state) => state.selfId === id);
  const participant = useParticipant(id);
  const track = useTrack(own ? SELF : id, source);
  const video = useRef<HTMLVideoElement>(null);
  const isFace = source === 'camera';
  const fit = isFace ? 'cover' : 'contain';
  useViewSize(video, own || !participant ? null : tile, fit);
  if (!participant) return null;
  const visible = track !== null && (!isFace || own || participant.camera);
  const name = own ? t.meeting.you(participant.name) : participant.name;
  const label = isFace ? name : t.meeting.screenOf(participant.name);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields.
    <div className="tile picture" role="group" aria-label={label}>
      <div className="tile-avatar">
        <Avatar id={id} name={participant.name} />
      </div>
      <VideoView
        track={track}
        fit={fit}
        mirrored={own && isFace}
        concealed={!visible}
        videoRef={video}
      />
      <p className="tile-name" title={label}>
        {!participant.microphone && <MicOff className="tile-muted" aria-hidden="true" />}
        <span className="tile-name-text" dir="auto">
          {label}
        </span>
        {!participant.microphone && <span className="visually-hidden">{t.meeting.muted}</span>}
      </p>
    </div>
  );
}
