import { create } from 'zustand';

import type { TileRef } from '../../stores/stage';
import { strings } from '../../strings';
import { toast } from '../../ui/toast';

/** Not in TypeScript's library yet. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

/**
 * The small window over everything else: a page of its own where the browser has that, else the video of one
 * tile alone. A window is not serialisable, so this is no store of the session's.
 */
export type SmallWindow = { kind: 'page'; window: Window } | { kind: 'video' };

export const useSmallWindow = create<{ open: SmallWindow | null }>()(() => ({ open: null }));

const SIZE = { width: 360, height: 260 };

/** The tiles that it may show, best first, for a browser that shows the video of one alone. */
let candidates: readonly TileRef[] = [];

export function setCandidates(tiles: readonly TileRef[]): void {
  candidates = tiles;
}

export function canPictureInPicture(): boolean {
  return pages() !== null || document.pictureInPictureEnabled === true;
}

/** Opens the small window. To be called in a press. */
export async function openSmallWindow(): Promise<void> {
  const api = pages();
  try {
    if (api) {
      const window = await api.requestWindow(SIZE);
      adoptStyles(window.document);
      opened({ kind: 'page', window }, window, 'pagehide');
      return;
    }
    const video = candidates.map(videoOf).find(hasPicture);
    if (!video) {
      toast(strings().stage.nothingToShow);
      return;
    }
    video.disablePictureInPicture = false;
    await video.requestPictureInPicture();
    opened({ kind: 'video' }, video, 'leavepictureinpicture');
  } catch {
    toast(strings().stage.pictureInPictureRefused, 'danger');
  }
}

export function closeSmallWindow(): void {
  const { open } = useSmallWindow.getState();
  if (open?.kind === 'page') open.window.close();
  if (open?.kind === 'video') document.exitPictureInPicture().catch(() => {});
  useSmallWindow.setState({ open: null });
}

/** Until `end` happens to `target`, or another one has taken its place. */
function opened(open: SmallWindow, target: EventTarget, end: string): void {
  useSmallWindow.setState({ open });
  target.addEventListener(
    end,
    () => {
      if (useSmallWindow.getState().open === open) useSmallWindow.setState({ open: null });
    },
    { once: true },
  );
}

function videoOf({ source, participant }: TileRef): HTMLVideoElement | null {
  return document.querySelector(`[data-tile="${CSS.escape(`${source} ${participant}`)}"] video`);
}

function hasPicture(video: HTMLVideoElement | null): video is HTMLVideoElement {
  return video !== null && video.readyState >= HTMLMediaElement.HAVE_METADATA;
}

function pages(): DocumentPictureInPicture | null {
  return 'documentPictureInPicture' in window
    ? (window.documentPictureInPicture as DocumentPictureInPicture)
    : null;
}

/** The same styles and language as this page's. */
function adoptStyles(page: Document): void {
  page.documentElement.lang = document.documentElement.lang;
  page.documentElement.dir = document.documentElement.dir;
  page.title = document.title;
  for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) {
    const copy = style.cloneNode(true) as HTMLLinkElement | HTMLStyleElement;
    // An address is relative to this page, and that one has none.
    if (style instanceof HTMLLinkElement) (copy as HTMLLinkElement).href = style.href;
    page.head.append(copy);
  }
}
