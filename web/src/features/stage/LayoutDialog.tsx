import './LayoutDialog.css';

import { Columns2, Grid2x2, type LucideIcon, Sparkles, User } from 'lucide-react';

import { LAYOUTS, type LayoutChoice } from '../../lib/preferences';
import { chooseLayout, hideOwnTile, hideWithoutVideo, useStage } from '../../stores/stage';
import { useStrings } from '../../strings';
import { CheckField } from '../../ui/CheckField';
import { Dialog } from '../../ui/Dialog';

const ICONS: Record<LayoutChoice, LucideIcon> = {
  auto: Sparkles,
  grid: Grid2x2,
  speaker: User,
  side_by_side: Columns2,
};

/** Chooses how this person sees the meeting. The choice takes effect at once. */
export default function LayoutDialog({ onClose }: { onClose: () => void }) {
  const t = useStrings();
  const chosen = useStage((state) => state.layout);
  const hidesWithoutVideo = useStage((state) => state.hidesWithoutVideo);
  const hidden = useStage((state) => state.ownTile.hidden);
  return (
    <Dialog title={t.layouts.title} onClose={onClose}>
      <fieldset className="layouts" aria-label={t.layouts.title}>
        {LAYOUTS.map((layout) => {
          const Icon = ICONS[layout];
          return (
            <label key={layout} className="layout-choice">
              <input
                type="radio"
                name="layout"
                checked={layout === chosen}
                onChange={() => chooseLayout(layout)}
              />
              <Icon aria-hidden="true" />
              <span>
                <span className="field-label">{t.layouts.names[layout]}</span>
                <span className="field-note">{t.layouts.notes[layout]}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      <CheckField
        label={t.layouts.showOwn}
        hint={t.layouts.showOwnNote}
        checked={!hidden}
        onChange={(show) => hideOwnTile(!show)}
      />
      <CheckField
        label={t.layouts.hideWithoutVideo}
        hint={t.layouts.hideWithoutVideoNote}
        checked={hidesWithoutVideo}
        onChange={hideWithoutVideo}
      />
    </Dialog>
  );
}
