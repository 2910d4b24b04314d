import './Stage.css';

import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { stableOrder } from '../../lib/stable-order';
import { type Rect, stageLayout } from '../../lib/stage-layout';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { ownInterviewRole, useRoom } from '../../stores/room';
import { pin, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { useElementSize } from '../../ui/useElementSize';
import { AloneInInterview, AloneInvitation } from './AloneInvitation';
import { FaceTile } from './FaceTile';
import { PictureWindow } from './PictureWindow';
import { RemoteAudio } from './RemoteAudio';
import { ScreenTile } from './ScreenTile';
import { isSame, isThere, largeTile } from './spotlight';
import { StageContext } from './stage-context';
import { TurnOnSound } from './TurnOnSound';
import { useFaces, useScreens } from './useStage';
import { useStageAnnouncements } from './useStageAnnouncements';

interface StageProps {
  /** True if something covers the whole stage. */
  covered?: boolean;
  /** Replaces the invitation beside a participant who is alone. */
  alone?: ReactNode;
}

/** Lays out all participants and shared screens in the available space. */
export function Stage({ covered = false, alone: besides }: StageProps) {
  const t = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(ref);
  const faces = useFaces();
  const screens = useScreensInOrder();
  const selfId = useRoom((state) => state.selfId);
  const meetingId = useRoom((state) => state.meetingId);
  const pinned = usePinned(faces, screens);
  const large = largeTile({ faces, screens, selfId, pinned });
  const role = useRoom(ownInterviewRole);
  // Observers have no tile: with no other tile they are alone.
  const few = role === 'observer' ? 0 : 1;
  const alone = faces.length === few && screens.length === 0 && meetingId !== null;
  const tiles = faces.length + screens.length;
  // The invitation beside a lone participant takes a tile's place.
  const others = tiles + (alone ? 1 : 0) - (large ? 1 : 0);
  const kind = large && (large.source === 'camera' ? 'face' : 'screen');
  const layout = useMemo(
    () => stageLayout({ width, height, large: kind, others }),
    [width, height, kind, others],
  );
  const context = useMemo(() => ({ covered, pinnable: tiles > 1 }), [covered, tiles]);
  useStageAnnouncements();

  // DOM order is screens, then faces, in every layout: moving a `<video>` would interrupt it.
  const placed = [
    ...screens.map((participant) => ({ participant, source: 'screen_share' as const })),
    ...faces.map((participant) => ({ participant, source: 'camera' as const })),
  ];
  const rects = [...layout.others];
  return (
    <StageContext value={context}>
      <section className="stage" aria-label={t.meeting.stage}>
        <div ref={ref} className="stage-tiles">
          {placed.map((tile) => (
            <Place
              key={`${tile.source} ${tile.participant}`}
              rect={isSame(tile, large) ? layout.large : rects.shift()}
            >
              {tile.source === 'camera' ? (
                <FaceTile id={tile.participant} />
              ) : (
                <ScreenTile id={tile.participant} />
              )}
            </Place>
          ))}
          {alone && (
            <Place rect={rects.shift()}>
              {besides ?? (role ? <AloneInInterview /> : <AloneInvitation id={meetingId} />)}
            </Place>
          )}
        </div>
        <RemoteAudio />
        <TurnOnSound />
        <PictureWindow stage={{ faces, screens, selfId, pinned }} />
      </section>
    </StageContext>
  );
}

/** Participants who share a screen, the newest share last. */
function useScreensInOrder(): readonly ParticipantId[] {
  const sharing = useScreens();
  const [order, setOrder] = useState<readonly ParticipantId[]>(sharing);
  const next = stableOrder(order, sharing);
  if (next.length !== order.length || next.some((id, index) => id !== order[index])) {
    setOrder(next);
    return next;
  }
  return order;
}

/** Pinned tile. A tile that disappears loses its pin, even if it returns. */
function usePinned(faces: readonly ParticipantId[], screens: readonly ParticipantId[]) {
  const pinned = useStage((state) => state.pinned);
  const isGone = pinned !== null && !isThere({ faces, screens, selfId: null, pinned }, pinned);
  useEffect(() => {
    if (isGone) pin(null);
  }, [isGone]);
  useEffect(() => () => pin(null), []);
  return isGone ? null : pinned;
}

/** Positions its children by style alone, so that each `<video>` survives every layout. */
function Place({ rect, children }: { rect: Rect | null | undefined; children: ReactNode }) {
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
