import { Timers } from '../lib/timers';
import type { ParticipantId } from '../protocol/protocol.gen';
import { VIDEO_SOURCES, type VideoSource, type View } from '../rtc/source';

/**
 * Sizes are rounded up to these steps, so that dragging a window's edge does not flood the channel.
 */
const STEP = 30;
/** Limit beyond any screen, in pixels. */
const MOST = 2_160;
/**
 * Delay before a smaller size is reported, in ms: a person who looks away briefly finds the picture
 * as it was.
 */
const PATIENCE = 1_500;

const NOBODY: View = { camera: 0, screen_share: 0 };

/**
 * Size at which this page shows each participant's pictures. Several viewers may show the same one:
 * a tile, a small window, a recording. The largest counts. A larger size is reported at once, a
 * smaller one after a while.
 */
export class ViewSizes {
  readonly #onChange: (participant: ParticipantId, view: View) => void;
  readonly #viewers = new Map<ParticipantId, Record<VideoSource, Map<string, number>>>();
  readonly #views = new Map<ParticipantId, View>();
  readonly #timers = new Timers<ParticipantId>();

  constructor(onChange: (participant: ParticipantId, view: View) => void) {
    this.#onChange = onChange;
  }

  /** Null for a viewer that is gone. */
  set(
    participant: ParticipantId,
    source: VideoSource,
    viewer: string,
    height: number | null,
  ): void {
    const viewers = this.#viewers.get(participant) ?? {
      camera: new Map(),
      screen_share: new Map(),
    };
    this.#viewers.set(participant, viewers);
    if (height === null) viewers[source].delete(viewer);
    else viewers[source].set(viewer, rounded(height));
    if (VIDEO_SOURCES.every((one) => viewers[one].size === 0)) this.#viewers.delete(participant);
    this.#reconcile(participant);
  }

  /** The present size; 0 for a picture without a viewer. */
  view(participant: ParticipantId): View {
    return this.#views.get(participant) ?? NOBODY;
  }

  #reconcile(participant: ParticipantId): void {
    const before = this.view(participant);
    const wanted = this.#wanted(participant);
    const now: View = {
      camera: Math.max(before.camera, wanted.camera),
      screen_share: Math.max(before.screen_share, wanted.screen_share),
    };
    if (!same(now, before)) this.#tell(participant, now);
    if (same(now, wanted)) this.#timers.clear(participant);
    else if (!this.#timers.has(participant)) {
      this.#timers.set(participant, PATIENCE, () => {
        this.#tell(participant, this.#wanted(participant));
      });
    }
  }

  #wanted(participant: ParticipantId): View {
    const viewers = this.#viewers.get(participant);
    const largest = (source: VideoSource): number =>
      Math.max(0, ...(viewers?.[source].values() ?? []));
    return { camera: largest('camera'), screen_share: largest('screen_share') };
  }

  #tell(participant: ParticipantId, view: View): void {
    if (same(view, NOBODY)) this.#views.delete(participant);
    else this.#views.set(participant, view);
    this.#onChange(participant, view);
  }
}

function same(a: View, b: View): boolean {
  return VIDEO_SOURCES.every((source) => a[source] === b[source]);
}

function rounded(height: number): number {
  return Math.min(MOST, Math.ceil(Math.max(0, height) / STEP) * STEP);
}
