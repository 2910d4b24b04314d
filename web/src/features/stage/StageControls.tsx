import './StageControls.css';

import { useStrings } from '../../strings';
import { IconButton } from '../../ui/IconButton';
import type { StageControl } from './useStageControls';

interface StageControlsProps {
  controls: StageControl[];
  /** True if something covers the buttons. */
}

/** Buttons for the whole stage, beside the control bar where the page is wide enough. */
export function StageControls({ controls }: StageControlsProps) {
  const t = useStrings();
  return (
    <section className="stage-controls" aria-label={t.stage.view}>
      {controls.map(({ key, label, icon, active, unavailable, onClick }) => (
        <IconButton
          key={key}
          label={label}
          icon={icon}
          tone={active ? 'active' : 'plain'}
          aria-disabled={unavailable !== undefined || undefined}
          aria-description={unavailable}
          title={unavailable}
          onClick={onClick}
        />
      ))}
    </section>
  );
}
