import './TileActions.css';

import { type LucideIcon, Maximize, Minimize, Pin, PinOff } from 'lucide-react';
import { type RefObject, useContext } from 'react';
import { canFullscreen, toggleFullscreen, useFullscreenElement } from '../../actions/fullscreen';
import { pin, type TileRef } from '../../stores/stage';
import { useStrings } from '../../strings';
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
  const { pinnable } = useContext(StageContext);
  const full = useFullscreenElement();
  const filling = full !== null && full === frame.current;
  return (
    <div className="tile-actions">
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
