import './TileActions.css';

import { EyeOff, type LucideIcon, Maximize, Minimize, Move, Pin, PinOff } from 'lucide-react';
import { type RefObject, useContext } from 'react';
import { canFullscreen, toggleFullscreen, useFullscreenElement } from '../../actions/fullscreen';
import { CORNERS } from '../../lib/stage-layout';
import { hideOwnTile, moveOwnTile, pin, type TileRef, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { isSame } from './spotlight';
import { StageContext } from './stage-context';

interface TileActionsProps {
  frame: RefObject<HTMLElement | null>;
  tile: TileRef;
  label: string;
  pinned: boolean;
}

/** Buttons of a tile: always reachable by keyboard, visible on hover, touch or focus. */
export function TileActions({ frame, tile, label, pinned }: TileActionsProps) {
  const t = useStrings();
  const { pinnable, floating } = useContext(StageContext);
  const full = useFullscreenElement();
  const filling = full !== null && full === frame.current;
  return (
    <div className="tile-actions">
      {isSame(tile, floating) && <FloatingActions />}
      {(pinnable || pinned) && (
        <Action
          label={pinned ? t.stage.unpin(label) : t.stage.pin(label)}
          icon={pinned ? PinOff : Pin}
          className="tile-pin"
          onClick={() => pin(pinned ? null : tile)}
        />
      )}
      {canFullscreen() && (
        <Action
          label={filling ? t.stage.exitFullScreen : t.stage.tileFullScreen(label)}
          icon={filling ? Minimize : Maximize}
          className="tile-full-screen"
          onClick={() => {
            if (frame.current) void toggleFullscreen(frame.current);
          }}
        />
      )}
    </div>
  );
}

/** Moves and hides the floating tile without dragging (WCAG 2.5.7). */
function FloatingActions() {
  const t = useStrings();
  const corner = useStage((state) => state.ownTile.corner);
  return (
    <>
      <Action
        label={t.layouts.moveOwn}
        icon={Move}
        className="tile-move"
        onClick={() => {
          const next = (CORNERS.indexOf(corner) + 1) % CORNERS.length;
          moveOwnTile(CORNERS[next] ?? corner);
        }}
      />
      <Action
        label={t.layouts.hideOwn}
        icon={EyeOff}
        className="tile-hide"
        onClick={() => hideOwnTile(true)}
      />
    </>
  );
}

interface ActionProps {
  label: string;
  icon: LucideIcon;
  className: string;
  onClick: () => void;
}

/** Button with the browser's own tooltip: the tile's edge would cut off ours. */
function Action({ label, icon: Icon, className, onClick }: ActionProps) {
  return (
    <button
      type="button"
      className={`tile-action ${className}`}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon aria-hidden="true" />
    </button>
  );
}
