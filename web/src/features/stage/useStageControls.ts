import { LayoutGrid, type LucideIcon, Maximize, Minimize, PictureInPicture2 } from 'lucide-react';
import {
  canFullscreen,
  toggleFullscreen,
  useFullscreenElement,
  useLeaveOnEscape,
} from '../../actions/fullscreen';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
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
  /** Reason why the control does not work here; a press shows it as well. */
  unavailable?: string | undefined;
  onClick: () => void;
}

/** Controls for the whole stage, independent of where the page places the buttons. */
export function useStageControls(onOpenLayout: () => void): StageControl[] {
  const t = useStrings();
  const full = useFullscreenElement() === document.documentElement;
  useLeaveOnEscape();
  const small = useSmallWindow((state) => state.open !== null);
  const unavailable = canPictureInPicture() ? undefined : t.stage.noPictureInPicture;
  const controls: StageControl[] = [
    {
      key: 'layout',
      label: t.layouts.title,
      icon: LayoutGrid,
      active: false,
      onClick: onOpenLayout,
    },
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
