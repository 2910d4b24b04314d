import type { Page } from '@playwright/test';

/** Pictures and voices of the others, as a page saw and heard them since the watch began. */
export interface Watched {
  /** By the name of the tile. */
  pictures: Record<string, WatchedPicture>;
  /** Samples of sound that were made up for lost or late packets, and all samples. */
  concealed: number;
  samples: number;
}

export interface WatchedPicture {
  frames: number;
  /** How often the picture gave way to the avatar, although nothing withheld it. */
  vanished: number;
  /** How often the server withheld it, because it held the page's path for too slow. */
  withheld: number;
  isWithheld: boolean;
  /** Longest time between two frames in ms, and the time of the frame after it in ms since the epoch. */
  gap: number;
  gapEndedAt: number;
  /** Times of the frames since the last `mark`, in ms since the epoch. */
  times: number[];
}

export interface PictureWatch {
  read(): Promise<Watched>;
  /** Forgets the gaps and times so far, but not the counts. */
  mark(): Promise<void>;
}

/** Watches every tile of another participant on a page, also of those who come later. */
export async function watchPictures(page: Page): Promise<PictureWatch> {
  const watch = await page.evaluateHandle(watchInPage);
  return {
    read: () => watch.evaluate(({ read }) => read()),
    mark: () => watch.evaluate(({ mark }) => mark()),
  };
}

/** Runs in the page, so it must be self-contained. */
function watchInPage(): { read: () => Watched; mark: () => void } {
  const pictures: Record<string, WatchedPicture> = {};
  const followed = new WeakSet<HTMLVideoElement>();
  const lastFrames = new Map<string, number>();

  const follow = (tile: HTMLElement, video: HTMLVideoElement): void => {
    const name = tile.getAttribute('aria-label') ?? '';
    pictures[name] ??= {
      ...{ frames: 0, vanished: 0, withheld: 0, isWithheld: false },
      ...{ gap: 0, gapEndedAt: 0, times: [] },
    };
    const seen = pictures[name];
    let last: number | undefined;
    const frame = (now: number): void => {
      const at = performance.timeOrigin + now;
      last = lastFrames.get(name);
      if (last !== undefined && at - last > seen.gap) {
        seen.gap = at - last;
        seen.gapEndedAt = at;
      }
      lastFrames.set(name, at);
      seen.frames += 1;
      seen.times.push(at);
      if (video.isConnected) video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
    const isShown = (): boolean =>
      video.hasAttribute('data-has-frame') && tile.dataset.camera === 'on';
    let wasShown = isShown();
    const observer = new MutationObserver(() => {
      seen.isWithheld = tile.textContent?.includes('Video paused') ?? false;
      if (wasShown && !isShown() && video.isConnected) {
        if (seen.isWithheld) seen.withheld += 1;
        else seen.vanished += 1;
      }
      wasShown = isShown();
    });
    observer.observe(video, { attributes: true });
    observer.observe(tile, { attributes: true });
  };
  const search = (): void => {
    for (const tile of document.querySelectorAll<HTMLElement>('[data-tile^="camera "]')) {
      const video = tile.querySelector('video');
      if (!video || followed.has(video) || video.dataset.mirrored) continue;
      followed.add(video);
      follow(tile, video);
    }
  };
  search();
  new MutationObserver(search).observe(document.body, { childList: true, subtree: true });

  /** Newest counters by peer connection and stream: those that ended count too. */
  const voices = new Map<string, { concealed: number; samples: number }>();
  const numbers = new WeakMap<RTCPeerConnection, number>();
  let count = 0;
  setInterval(() => {
    for (const peer of window.e2e.peers()) {
      const number = numbers.get(peer) ?? ++count;
      numbers.set(peer, number);
      peer.getStats().then(
        (report) => {
          for (const one of report.values()) {
            if (one.type !== 'inbound-rtp' || one.kind !== 'audio') continue;
            voices.set(`${number} ${one.id}`, {
              concealed: (one.concealedSamples ?? 0) - (one.silentConcealedSamples ?? 0),
              samples: one.totalSamplesReceived ?? 0,
            });
          }
        },
        () => {},
      );
    }
  }, 500);

  return {
    read: () => {
      const sums = { concealed: 0, samples: 0 };
      for (const { concealed, samples } of voices.values()) {
        sums.concealed += concealed;
        sums.samples += samples;
      }
      return { pictures, ...sums };
    },
    mark: () => {
      for (const seen of Object.values(pictures)) {
        seen.gap = 0;
        seen.gapEndedAt = 0;
        seen.times = [];
      }
    },
  };
}
