import { type PlacedTile, recordingLayout, type Scene } from '../lib/recording-layout';
import { shownLines } from '../lib/shown-lines';
import type { ParticipantId } from '../protocol/protocol.gen';
import type { VideoSource } from '../rtc/source';

/** Reports the size at which a picture is recorded; null when it no longer is. */
export type TellView = (
  participant: ParticipantId,
  source: VideoSource,
  height: number | null,
) => void;

/** Assumed aspect ratio: the real one is not known here. */
const UNKNOWN = { width: 0, height: 0 };

/**
 * Makes every participant send a picture as large as the recording shows it, even while the stage
 * is hidden behind another tab.
 */
export class RecordingViews {
  readonly #tell: TellView;
  readonly #told = new Map<string, { id: ParticipantId; source: VideoSource; height: number }>();

  constructor(tell: TellView) {
    this.#tell = tell;
  }

  /** Applies the present scene. May be called often. */
  follow(scene: Scene, width: number, height: number): void {
    const gone = new Map(this.#told);
    for (const placed of recordingLayout(scene, width, height)) {
      const { id } = placed.tile;
      const source = placed.fit === 'contain' ? 'screen_share' : 'camera';
      const key = `${id} ${source}`;
      gone.delete(key);
      const lines = linesOf(placed);
      if (this.#told.get(key)?.height === lines) continue;
      this.#told.set(key, { id, source, height: lines });
      this.#tell(id, source, lines);
    }
    for (const [key, { id, source }] of gone) {
      this.#told.delete(key);
      this.#tell(id, source, null);
    }
  }

  close(): void {
    this.follow({ screens: [], faces: [] }, 1, 1);
  }
}

function linesOf({ rect, fit }: PlacedTile): number {
  return shownLines(rect, UNKNOWN, fit, 1);
}
