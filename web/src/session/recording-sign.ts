import { Timers } from '../lib/timers';
import type { Participant, RecordingChange } from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';

/** The parts of the signaling client that the sign needs. */
export interface RecordingLink {
  readonly isUp: boolean;
  setRecording(state: RecordingChange): Promise<void>;
}

const TELL_AGAIN = 2_000;

/**
 * Keeps the server, and so everybody, informed whether this person records. Starting and resuming
 * wait for the server's consent; pausing and stopping are reported as soon as possible. A server
 * that lost the state is told again.
 */
export class RecordingSign {
  /** The person may no longer record. */
  onForbidden: (() => void) | null = null;
  readonly #link: RecordingLink;
  readonly #timers = new Timers<'tell'>();
  #wanted: RecordingChange = 'stopped';
  /** The state the server knows; null if that is uncertain. */
  #told: RecordingChange | null = 'stopped';
  #telling = false;
  #closed = false;

  constructor(link: RecordingLink) {
    this.#link = link;
  }

  /** Resolves when everybody knows; rejects if the server refuses or cannot be reached. */
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

  /** The room was sent whole: this is the server's state. */
  handleJoined(self: Participant | undefined): void {
    this.#told = self?.recording ?? 'stopped';
    this.#reconcile();
  }

  handleResumed(): void {
    this.#reconcile();
  }

  /** The server reported the own state. */
  handleChanged(self: Participant): void {
    const state = self.recording ?? 'stopped';
    // A newer state is already on its way to the server.
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
          // The connection was lost and the next join reports it, or the server could not take it
          // now.
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
