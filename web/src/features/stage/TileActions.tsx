import './TileActions.css';

import { type LucideIcon, Maximize, Minimize, Pin, PinOff } from 'lucide-react';
import { type RefObject, useContext } from 'react';

import { pin, type TileRef } from '../../stores/stage';
import { useStrings } from '../../strings';
import { canFullscreen, toggleFullscreen, useFullscreenElement } from '../../ui/fullscreen';
import { StageContext } from './stage-context';

interface TileActionsProps {
  frame: RefObject<HTMLElement | null>;
  tile: TileRef;
  label: string;
  pinned: boolean;
}

/** What one can do with a tile. They are always there for the keyboard, and in sight when they are wanted. */
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

/** Its name is a tooltip of the browser's: another would be cut off at the tile's edge. */
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
