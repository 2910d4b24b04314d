import './Stage.css';

import { type CSSProperties, type ReactNode, useMemo, useRef } from 'react';

import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { useElementSize } from '../../ui/useElementSize';
import { Alone } from './Alone';
import { FaceTile } from './FaceTile';
import { type Rect, stageLayout } from './layout';
import { RemoteAudio } from './RemoteAudio';
import { ScreenTile } from './ScreenTile';
import { TurnOnSound } from './TurnOnSound';
import { useFaces, useScreens } from './useStage';
import { useStageAnnouncements } from './useStageAnnouncements';

/** Everybody, and every shared screen, in the space there is. */
export function Stage() {
  const t = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(ref);
  const faces = useFaces();
  const screens = useScreens();
  const meetingId = useRoom((state) => state.meetingId);
  const alone = faces.length === 1 && screens.length === 0 && meetingId !== null;
  // Whoever is alone sees beside them how to bring others in.
  const places = faces.length + (alone ? 1 : 0);
  const layout = useMemo(
    () => stageLayout({ width, height, screens: screens.length, faces: places }),
    [width, height, screens.length, places],
  );
  useStageAnnouncements();

  return (
    <section className="stage" aria-label={t.meeting.stage}>
      <div ref={ref} className="stage-tiles">
        {screens.map((id, index) => (
          <Place key={`screen-${id}`} rect={layout.screens[index]}>
            <ScreenTile id={id} />
          </Place>
        ))}
        {faces.map((id, index) => (
          <Place key={`face-${id}`} rect={layout.faces[index]}>
            <FaceTile id={id} />
          </Place>
        ))}
        {alone && (
          <Place rect={layout.faces[1]}>
            <Alone id={meetingId} />
          </Place>
        )}
      </div>
      <RemoteAudio />
      <TurnOnSound />
    </section>
  );
}

/** Moves what is in it without touching it: the same `<video>` stays through every layout. */
function Place({ rect, children }: { rect: Rect | undefined; children: ReactNode }) {
  const style: CSSProperties = rect
    ? {
        insetInlineStart: Math.round(rect.x),
        insetBlockStart: Math.round(rect.y),
        inlineSize: Math.floor(rect.width),
        blockSize: Math.floor(rect.height),
      }
    : { inlineSize: 0, blockSize: 0 };
  return (
    <div className="place" style={style}>
      {children}
    </div>
  );
}
