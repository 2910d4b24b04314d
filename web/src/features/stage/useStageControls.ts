import { type LucideIcon, Maximize, Minimize, PictureInPicture2 } from 'lucide-react';

import { useStrings } from '../../strings';
import {
  canFullscreen,
  toggleFullscreen,
  useFullscreenElement,
  useLeaveOnEscape,
} from '../../ui/fullscreen';
import { toast } from '../../ui/toast';
import {
  canPictureInPicture,
  closeSmallWindow,
  openSmallWindow,
  useSmallWindow,
} from './picture-in-picture';

export interface StageControl {
  key: string;
  label: string;
  icon: LucideIcon;
  active: boolean;
  /** Why it cannot be used here; a press says so too. */
  unavailable?: string | undefined;
  onClick: () => void;
}

/** What can be done with the whole stage, wherever the page puts the buttons. */
export function useStageControls(): StageControl[] {
  const t = useStrings();
  const full = useFullscreenElement() === document.documentElement;
  useLeaveOnEscape();
  const small = useSmallWindow((state) => state.open !== null);
  const unavailable = canPictureInPicture() ? undefined : t.stage.noPictureInPicture;
  const controls: StageControl[] = [
    {
      key: 'picture-in-picture',
      label: small ? t.stage.closePictureInPicture : t.stage.pictureInPicture,
      icon: PictureInPicture2,
      active: small,
      unavailable,
      onClick: () => {
        if (unavailable) toast(unavailable);
        else if (small) closeSmallWindow();
        else void openSmallWindow();
      },
    },
  ];
  if (canFullscreen()) {
    controls.push({
      key: 'full-screen',
      label: full ? t.stage.exitFullScreen : t.stage.fullScreen,
      icon: full ? Minimize : Maximize,
      active: full,
      onClick: () => void toggleFullscreen(document.documentElement),
    });
  }
  return controls;
}
