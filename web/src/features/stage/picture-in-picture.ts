import { create } from 'zustand';

import type { TileRef } from '../../stores/stage';
import { toast } from '../../stores/toasts';
import { strings } from '../../strings';

/** Missing in TypeScript's DOM library. */
interface DocumentPictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

/**
 * Picture-in-picture window: a document where the browser supports that, else one tile's video. That
 * tile stays mounted while it is out of sight.
 * A window is not serialisable, so it stays out of the session's stores.
 */
export type SmallWindow = { kind: 'page'; window: Window } | { kind: 'video'; tile: TileRef };

export const useSmallWindow = create<{ open: SmallWindow | null }>()(() => ({ open: null }));

const SIZE = { width: 360, height: 260 };

/** Candidate tiles, best first, for browsers whose window shows a single video. */
let candidates: readonly TileRef[] = [];

export function setCandidates(tiles: readonly TileRef[]): void {
  candidates = tiles;
}

export function canPictureInPicture(): boolean {
  return pages() !== null || document.pictureInPictureEnabled === true;
}

/** Opens the small window. Browsers demand a user gesture. */
export async function openSmallWindow(): Promise<void> {
  const api = pages();
  try {
    if (api) {
      const window = await api.requestWindow(SIZE);
      adoptStyles(window.document);
      opened({ kind: 'page', window }, window, 'pagehide');
      return;
    }
    const tile = candidates.find((one) => hasPicture(videoOf(one)));
    const video = tile && videoOf(tile);
    if (!video) {
      toast(strings().stage.nothingToShow);
      return;
    }
    video.disablePictureInPicture = false;
    await video.requestPictureInPicture();
    opened({ kind: 'video', tile }, video, 'leavepictureinpicture');
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

/** Stores the window as open until `target` fires `end`. */
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

function hasPicture(video: HTMLVideoElement | null): boolean {
  return video !== null && video.readyState >= HTMLMediaElement.HAVE_METADATA;
}

function pages(): DocumentPictureInPicture | null {
  return 'documentPictureInPicture' in window
    ? (window.documentPictureInPicture as DocumentPictureInPicture)
    : null;
}

/** Copies this page's styles and language. */
function adoptStyles(page: Document): void {
  page.documentElement.lang = document.documentElement.lang;
  page.documentElement.dir = document.documentElement.dir;
  page.title = document.title;
  for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) {
    const copy = style.cloneNode(true) as HTMLLinkElement | HTMLStyleElement;
    // The new document has no base address, so relative addresses must become absolute.
    if (style instanceof HTMLLinkElement) (copy as HTMLLinkElement).href = style.href;
    page.head.append(copy);
  }
}
