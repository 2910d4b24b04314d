import { Timers } from '../lib/timers';
import type { Participant, RecordingChange } from '../rtc/protocol.gen';
import { SignalingError } from '../rtc/signaling';

/** What the sign needs of the signaling client. */
export interface RecordingLink {
  readonly isUp: boolean;
  setRecording(state: RecordingChange): Promise<void>;
}

const TELL_AGAIN = 2_000;

/**
 * Sees to it that the server, and so everybody, knows whether one records. To record, or to go on after a pause, is
 * asked for before; that it stands still or has ended is told as soon as can be, and everything again to a server
 * that does not know it.
 */
export class RecordingSign {
  /** One may not record any more. */
  onForbidden: (() => void) | null = null;
  readonly #link: RecordingLink;
  readonly #timers = new Timers<'tell'>();
  #wanted: RecordingChange = 'stopped';
  /** What the server knows, or null while that is not sure. */
  #told: RecordingChange | null = 'stopped';
  #telling = false;
  #closed = false;

  constructor(link: RecordingLink) {
    this.#link = link;
  }

  /** Resolves when everybody is told; rejects where that is not possible just now, or not allowed. */
  async ask(state: RecordingChange): Promise<void> {
    this.#told = null;
    try {
      await this.#link.setRecording(state);
    } catch (error) {
      this.#reconcile();
      throw error;
    }
    this.#wanted = state;
    this.#told = state;
  }

  tell(state: RecordingChange): void {
    this.#wanted = state;
    this.#reconcile();
  }

  /** The room was sent whole: as the server has it. */
  handleJoined(self: Participant | undefined): void {
    this.#told = self?.recording ?? 'stopped';
    this.#reconcile();
  }

  handleResumed(): void {
    this.#reconcile();
  }

  /** The server tells of oneself. */
  handleChanged(self: Participant): void {
    const state = self.recording ?? 'stopped';
    // What is on its way there is newer.
    if (this.#told === null || state === this.#told) return;
    this.#told = state;
    if (state === 'stopped' && this.#wanted !== 'stopped') this.#forbid();
    else this.#reconcile();
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
    this.onForbidden = null;
  }

  #reconcile(): void {
    if (this.#closed || this.#telling || !this.#link.isUp || this.#told === this.#wanted) return;
    const state = this.#wanted;
    this.#telling = true;
    this.#told = null;
    this.#link.setRecording(state).then(
      () => {
        this.#telling = false;
        this.#told = state;
        this.#reconcile();
      },
      (error: unknown) => {
        this.#telling = false;
        if (isNotAllowed(error)) {
          this.#told = 'stopped';
          this.#forbid();
        } else {
          // The connection went, and its return tells it; or else the server could not just now.
          this.#timers.set('tell', TELL_AGAIN, () => this.#reconcile());
        }
      },
    );
  }

  #forbid(): void {
    this.#wanted = 'stopped';
    this.onForbidden?.();
  }
}

export function isNotAllowed(error: unknown): boolean {
  return error instanceof SignalingError && error.code === 'not_allowed';
}
