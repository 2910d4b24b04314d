import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { useInterview } from '../stores/interview';
import { togglePanel } from '../stores/panel';
import { ownInterviewRole, useRoom } from '../stores/room';
import type { Strings } from '../strings/en';
import { canFullscreen, toggleFullscreen } from '../ui/fullscreen';
import { toggleHand } from '../ui/hand';
import { toggleScreenShare } from '../ui/screen-share';

/** What a shortcut may ask of the page it is pressed on. */
export interface ShortcutPage {
  showShortcuts(): void;
}

export interface Shortcut {
  /** As `KeyboardEvent.key` has it, in lower case, so that it is where a keyboard's layout has it. */
  key: string;
  name: keyof Strings['shortcuts']['names'];
  /** Where it is missing, the key is held: see useTalkKey. */
  act?: (page: ShortcutPage) => void;
  /** Where it says no, there is no such shortcut. */
  available?: () => boolean;
}

/** Every shortcut there is, in the order in which they are listed. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    key: 'm',
    name: 'microphone',
    act: () => {
      const { wanted, problem } = useDevices.getState().microphone;
      void devices.setMicrophone(!(wanted && !problem));
    },
  },
  { key: ' ', name: 'talk' },
  {
    key: 'v',
    name: 'camera',
    act: () => {
      const { wanted, problem } = useDevices.getState().camera;
      void devices.setCamera(!(wanted && !problem));
    },
  },
  {
    key: 's',
    name: 'share',
    act: () => void toggleScreenShare(),
    available: () => useDevices.getState().canShareScreen,
  },
  { key: 'h', name: 'hand', act: toggleHand },
  { key: 'e', name: 'react', act: () => press('reactions') },
  { key: 'c', name: 'chat', act: () => togglePanel('chat') },
  { key: 'p', name: 'people', act: () => togglePanel('people') },
  {
    key: 'i',
    name: 'interview',
    act: () => togglePanel('interview'),
    available: () => useInterview.getState().view !== null,
  },
  {
    key: 'f',
    name: 'fullScreen',
    act: () => void toggleFullscreen(document.documentElement),
    available: canFullscreen,
  },
  { key: '?', name: 'help', act: (page) => page.showShortcuts() },
];

/** They see and hear, and send nothing. */
const NOT_BY_OBSERVERS: ReadonlySet<Shortcut['name']> = new Set([
  'microphone',
  'talk',
  'camera',
  'share',
  'hand',
  'react',
]);

/** The shortcuts of this browser, and of who one is. */
export function availableShortcuts(): Shortcut[] {
  const observes = ownInterviewRole(useRoom.getState()) === 'observer';
  return SHORTCUTS.filter(
    ({ name, available }) => !(observes && NOT_BY_OBSERVERS.has(name)) && (available?.() ?? true),
  );
}

/** Presses the button that opens this. */
function press(opens: string): void {
  document.querySelector<HTMLElement>(`[data-opens="${opens}"]`)?.click();
}
