import { canFullscreen, toggleFullscreen } from '../actions/fullscreen';
import { toggleHand } from '../actions/hand';
import { askNextQuestion, isInterviewer, writeNote } from '../actions/interview-keys';
import { toggleScreenShare } from '../actions/screen-share';
import { devices } from '../session';
import { useDevices } from '../stores/devices';
import { useInterview } from '../stores/interview';
import { togglePanel } from '../stores/panel';
import { onlyWatches, ownRole, useRoom } from '../stores/room';
import type { Strings } from '../strings/en';

/** Actions of the page that shortcuts trigger. */
export interface ShortcutPage {
  showShortcuts(): void;
}

export interface Shortcut {
  /** Key as in `KeyboardEvent.key`, in lower case, so it follows the keyboard layout. */
  key: string;
  name: keyof Strings['shortcuts']['names'];
  /** Missing for a key that is held: see useTalkKey. */
  act?: (page: ShortcutPage) => void;
  /** Returns false where the shortcut does not exist. */
  available?: () => boolean;
}

/** All shortcuts, in the order of the list that people see. */
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
    key: 'n',
    name: 'nextQuestion',
    act: () => void askNextQuestion(),
    available: isInterviewer,
  },
  { key: 't', name: 'note', act: writeNote, available: isInterviewer },
  {
    key: 'f',
    name: 'fullScreen',
    act: () => void toggleFullscreen(document.documentElement),
    available: canFullscreen,
  },
  { key: '?', name: 'help', act: (page) => page.showShortcuts() },
];

/** Observers send nothing. */
const NOT_BY_OBSERVERS: ReadonlySet<Shortcut['name']> = new Set([
  'microphone',
  'talk',
  'camera',
  'share',
  'hand',
  'react',
]);

/** Shortcuts available in this browser and for this role. */
export function availableShortcuts(): Shortcut[] {
  const state = useRoom.getState();
  const observes = onlyWatches(state);
  // A viewer of a webinar may ask for the floor.
  const hasHand = ownRole(state) === 'viewer';
  return SHORTCUTS.filter(
    ({ name, available }) =>
      (!observes || !NOT_BY_OBSERVERS.has(name) || (hasHand && name === 'hand')) &&
      (available?.() ?? true),
  );
}

/** Presses the button that opens a panel. */
function press(opens: string): void {
  document.querySelector<HTMLElement>(`[data-opens="${opens}"]`)?.click();
}
