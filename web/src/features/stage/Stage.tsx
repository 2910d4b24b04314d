import './Stage.css';

import { Eye } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';

import { useFullscreenElement } from '../../actions/fullscreen';
import { stableOrder } from '../../lib/stable-order';
import { floatingRect, type Rect, stageLayout } from '../../lib/stage-layout';
import { NO_ORDER, nextOrder } from '../../lib/stage-order';
import type { ParticipantId } from '../../protocol/protocol.gen';
import { onlyWatches, ownInterviewRole, useRoom } from '../../stores/room';
import { hideOwnTile, pin, type TileRef, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { useElementSize } from '../../ui/useElementSize';
import { AloneInInterview, AloneInvitation } from './AloneInvitation';
import { FaceTile } from './FaceTile';
import { Pager, useSwipe } from './Pager';
import { PictureWindow } from './PictureWindow';
import { Place } from './Place';
import { useSmallWindow } from './picture-in-picture';
import { RemoteAudio } from './RemoteAudio';
import { ScreenTile } from './ScreenTile';
import { arrange, face, facesWithVideo, isSame, isThere } from './spotlight';
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
  // A participant who only watches has no tile, and is alone with no other tile.
  const few = watches ? 0 : 1;
  const viewers = useRoom((state) => state.viewers);
  const alone = faces.length === few && screens.length === 0 && meetingId !== null && viewers === 0;
  const tiles = faces.length + screens.length;
  const full = useFullScreenTile();
  const shown = useShownFaces(faces, [pinned, full], speaker);
  const { large, floating, showsOthers } = arrange(
    { faces: shown, screens, selfId, pinned },
    choice,
    speaker,
  );
  const self = shown.find((id) => id === selfId && !isSame(large, face(id)));
  const ownHidden = ownTile.hidden && self !== undefined && !alone;
  const beside = {
    screens: screens.filter((id) => !isSame(large, { participant: id, source: 'screen_share' })),
    faces: shown.filter((id) => id !== selfId && !isSame(large, face(id))),
    self: floating || ownHidden ? undefined : self,
  };
  // The invitation beside a lone participant takes a tile's place.
  const rest =
    beside.screens.length + beside.faces.length + (beside.self ? 1 : 0) + (alone ? 1 : 0);
  const others = showsOthers ? rest : 0;
  const kind = large && (large.source === 'camera' ? 'face' : 'screen');
  const layout = useMemo(
    () => stageLayout({ width, height, large: kind, others, page: wantedPage }),
    [width, height, kind, others, wantedPage],
  );
  const room = layout.perPage - beside.screens.length - (beside.self ? 1 : 0);
  const order = useStageOrder(
    beside.faces,
    layout.pages > 1 ? Math.max(0, room) : null,
    // A page that a person turned to stays as it is, and so does a tile in full screen.
    layout.page === 0 && !full ? speaker : null,
  );
  const slots: TileRef[] = [
    ...beside.screens.map((participant) => ({ participant, source: 'screen_share' as const })),
    ...order.map(face),
  ];
  // The own tile ends the first page.
  if (beside.self) {
    const end = layout.pages > 1 ? Math.max(0, layout.perPage - 1) : slots.length;
    slots.splice(end, 0, face(beside.self));
  }
  const rects = new Map(slots.map((tile, index) => [keyOf(tile), layout.others[index]]));
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

  // DOM order is screens, then faces, in every layout: moving a `<video>` would interrupt it. Tiles
  // of other pages are not mounted, and so not sent to this page.
  const rectOf = (tile: TileRef): Rect | null => {
    if (isSame(tile, floating)) return ownHidden ? null : corner;
    return (isSame(tile, large) ? layout.large : rects.get(keyOf(tile))) ?? null;
  };
  const inPicture = useSmallWindow(({ open }) => (open?.kind === 'video' ? open.tile : null));
  const mounted = [
    ...screens.map((participant) => ({ participant, source: 'screen_share' as const })),
    ...faces.map(face),
  ].filter((tile) => rectOf(tile) !== null || isSame(tile, inPicture));
  return (
    <StageContext value={context}>
      <section className="stage" aria-label={t.meeting.stage}>
        <div ref={ref} className="stage-tiles" {...(layout.pages > 1 ? swipe : {})}>
          {mounted.map((tile) => (
            <Place
              key={keyOf(tile)}
              rect={rectOf(tile)}
              room={isSame(tile, floating) ? { width, height } : null}
            >
              {tile.source === 'camera' ? (
                <FaceTile id={tile.participant} />
              ) : (
                <ScreenTile id={tile.participant} large={isSame(tile, large)} />
              )}
            </Place>
          ))}
          {alone && (
            <Place rect={layout.others.at(-1) ?? null}>
              {besides ?? (role ? <AloneInInterview /> : <AloneInvitation id={meetingId} />)}
            </Place>
          )}
          {ownHidden && (
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

function keyOf({ source, participant }: TileRef): string {
  return `${source} ${participant}`;
}

/** Faces to show by this person's choices; `kept` tiles are shown in any case. */
function useShownFaces(
  faces: readonly ParticipantId[],
  kept: readonly (TileRef | null)[],
  speaker: ParticipantId | null,
): readonly ParticipantId[] {
  const selfId = useRoom((state) => state.selfId);
  const hides = useStage((state) => state.hidesWithoutVideo);
  const cameras = useRoom(({ roster }) => (hides ? roster.cameras : null));
  if (!cameras) return faces;
  const always = kept.flatMap((tile) => (tile?.source === 'camera' ? tile.participant : []));
  return facesWithVideo(faces, [...cameras, ...always], selfId, speaker);
}

/** Faces in the order of the pages; `room` is the number on the first page, null for one page. */
function useStageOrder(
  faces: readonly ParticipantId[],
  room: number | null,
  speaker: ParticipantId | null,
): readonly ParticipantId[] {
  const [order, setOrder] = useState(NO_ORDER);
  const next = room === null ? NO_ORDER : nextOrder(order, faces, room, speaker);
  if (!isSameList(next.faces, order.faces) || !isSameList(next.spoke, order.spoke)) setOrder(next);
  return room === null ? faces : next.faces;
}

function isSameList(one: readonly ParticipantId[], other: readonly ParticipantId[]): boolean {
  return one.length === other.length && one.every((id, index) => id === other[index]);
}

/** The tile that fills the screen. */
function useFullScreenTile(): TileRef | null {
  const [source, participant] = useFullscreenElement()?.getAttribute('data-tile')?.split(' ') ?? [];
  if (source !== 'camera' || participant === undefined) return null;
  return { participant, source };
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
