import './Stage.css';

import { Eye } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { stableOrder } from '../../lib/stable-order';
import { floatingRect, stageLayout } from '../../lib/stage-layout';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { onlyWatches, ownInterviewRole, useRoom } from '../../stores/room';
import { hideOwnTile, pin, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { useElementSize } from '../../ui/useElementSize';
import { AloneInInterview, AloneInvitation } from './AloneInvitation';
import { FaceTile } from './FaceTile';
import { Pager, useSwipe } from './Pager';
import { PictureWindow } from './PictureWindow';
import { Place } from './Place';
import { RemoteAudio } from './RemoteAudio';
import { ScreenTile } from './ScreenTile';
import { arrange, isSame, isThere } from './spotlight';
import { StageContext } from './stage-context';
import { TurnOnSound } from './TurnOnSound';
import { useLastSpeaker } from './useLastSpeaker';
import { useFaces, useScreens } from './useStage';
import { useStageAnnouncements } from './useStageAnnouncements';

interface StageProps {
  /** Replaces the invitation beside a participant who is alone. */
  alone?: ReactNode;
}

/** Lays out all participants and shared screens in the available space. */
export function Stage({ alone: besides }: StageProps) {
  const t = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(ref);
  const faces = useFaces();
  const screens = useScreensInOrder();
  const selfId = useRoom((state) => state.selfId);
  const meetingId = useRoom((state) => state.meetingId);
  const pinned = usePinned(faces, screens);
  const speaker = useLastSpeaker();
  const choice = useStage((state) => state.layout);
  const ownTile = useStage((state) => state.ownTile);
  const [wantedPage, setPage] = useState(0);
  const role = useRoom(ownInterviewRole);
  const watches = useRoom(onlyWatches);
  // Who only watches has no tile, and is alone with no other tile.
  const few = watches ? 0 : 1;
  const viewers = useRoom((state) => state.viewers);
  const alone = faces.length === few && screens.length === 0 && meetingId !== null && viewers === 0;
  const tiles = faces.length + screens.length;
  const arranged = arrange({ faces, screens, selfId, pinned }, choice, speaker);
  const { large, floating } = arranged;
  // The invitation beside a lone participant takes a tile's place.
  const rest = tiles + (alone ? 1 : 0) - (large ? 1 : 0) - (floating ? 1 : 0);
  const others = arranged.showsOthers ? rest : 0;
  const kind = large && (large.source === 'camera' ? 'face' : 'screen');
  const layout = useMemo(
    () => stageLayout({ width, height, large: kind, others, page: wantedPage }),
    [width, height, kind, others, wantedPage],
  );
  const corner = useMemo(
    () => layout.large && floatingRect(layout.large, ownTile.corner),
    [layout.large, ownTile.corner],
  );
  // A new object for each arrangement, so that only a change of it renders the tiles.
  const floats = floating?.participant ?? null;
  const context = useMemo(
    () => ({
      pinnable: tiles > 1,
      floating: floats === null ? null : { participant: floats, source: 'camera' as const },
    }),
    [tiles, floats],
  );
  useStageAnnouncements();
  const swipe = useSwipe((step) => setPage(layout.page + step));

  // DOM order is screens, then faces, in every layout: moving a `<video>` would interrupt it.
  const placed = [
    ...screens.map((participant) => ({ participant, source: 'screen_share' as const })),
    ...faces.map((participant) => ({ participant, source: 'camera' as const })),
  ];
  const rects = [...layout.others];
  return (
    <StageContext value={context}>
      <section className="stage" aria-label={t.meeting.stage}>
        <div ref={ref} className="stage-tiles" {...(layout.pages > 1 ? swipe : {})}>
          {placed.map((tile) => {
            const isLarge = isSame(tile, large);
            const isFloating = isSame(tile, floating);
            const rect = isFloating
              ? !ownTile.hidden && corner
              : isLarge
                ? layout.large
                : rects.shift();
            return (
              <Place
                key={`${tile.source} ${tile.participant}`}
                rect={rect || null}
                room={isFloating ? { width, height } : null}
              >
                {tile.source === 'camera' ? (
                  <FaceTile id={tile.participant} />
                ) : (
                  <ScreenTile id={tile.participant} large={isLarge} />
                )}
              </Place>
            );
          })}
          {alone && (
            <Place rect={rects.shift() ?? null}>
              {besides ?? (role ? <AloneInInterview /> : <AloneInvitation id={meetingId} />)}
            </Place>
          )}
          {floating && ownTile.hidden && (
            <button
              type="button"
              className="stage-bring-back"
              data-corner={ownTile.corner}
              onClick={() => hideOwnTile(false)}
            >
              <Eye aria-hidden="true" />
              {t.layouts.bringBack}
            </button>
          )}
        </div>
        <Pager page={layout.page} pages={layout.pages} onPage={setPage} />
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
