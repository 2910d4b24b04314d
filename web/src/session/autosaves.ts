import { Timers } from '../lib/timers';
import type { ErrorCode, InterviewView, MeetingId } from '../protocol/protocol.gen';
import { SignalingError } from '../rtc/signaling';
import {
  type InterviewState,
  type SaveCommand,
  type SaveState,
  saveKey,
} from '../stores/interview';
import { readUnsavedTexts, storeUnsavedTexts } from './unsaved-texts';

/** Where the saved texts and their progress are written. */
export interface SavesSink {
  get(): InterviewState;
  set(change: Partial<InterviewState>): void;
}

/** Delay from the first key press to the save, in ms. Readers see an answer grow. */
const SOON = 1_000;
const AGAIN = 5_000;
/** Errors that a retry may overcome. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>(['storage_unavailable', 'internal']);

/**
 * Saves texts while they are typed, with one request for each text at a time. Unacknowledged texts
 * are kept in this tab and sent again after a reconnect.
 */
export class Autosaves {
  readonly #meetingId: MeetingId;
  readonly #send: (command: SaveCommand) => Promise<void>;
  readonly #sink: SavesSink;
  readonly #timers = new Timers<string>();
  /** Commands typed but not sent yet. */
  readonly #dirty = new Set<string>();
  readonly #sending = new Set<string>();
  readonly #submitting = new Set<string>();
  #up = false;

  constructor(
    meetingId: MeetingId,
    send: (command: SaveCommand) => Promise<void>,
    sink: SavesSink,
  ) {
    this.#meetingId = meetingId;
    this.#send = send;
    this.#sink = sink;
    for (const command of readUnsavedTexts(meetingId)) {
      const key = saveKey(command);
      this.#dirty.add(key);
      this.#put(key, command, { kind: 'saving' });
    }
  }

  /** Records the present text. */
  change(command: SaveCommand): void {
    const key = saveKey(command);
    if (this.#submitting.has(key)) return;
    this.#dirty.add(key);
    this.#put(
      key,
      command,
      this.#up ? { kind: 'saving' } : { kind: 'failed', code: 'disconnected' },
    );
    this.#keep();
    if (!this.#timers.has(key)) this.#timers.set(key, SOON, () => void this.#save(key));
  }

  /** Saves pending texts at once. */
  flush(): void {
    for (const key of this.#dirty) void this.#save(key);
  }

  /** Submits for good. Rejects if the server refuses; the text can then be edited again. */
  async submit(command: SaveCommand): Promise<void> {
    const key = saveKey(command);
    this.#timers.clear(key);
    this.#submitting.add(key);
    this.#dirty.add(key);
    this.#put(key, command, { kind: 'saving' });
    this.#keep();
    try {
      await this.#send({ ...command, submit: true });
      this.#dirty.delete(key);
      this.#put(key, command, { kind: 'saved' });
    } catch (error) {
      this.#put(key, command, { kind: 'failed', code: codeOf(error) });
      throw error;
    } finally {
      this.#submitting.delete(key);
      this.#keep();
    }
  }

  handleUp(): void {
    this.#up = true;
    this.flush();
  }

  handleDown(): void {
    this.#up = false;
  }

  /**
   * Takes the server's state, of all texts or one. Drops texts that can no longer be changed or
   * were written elsewhere since.
   */
  handleView(view: InterviewView, only?: string): void {
    const saves = { ...this.#sink.get().saves };
    const stale = Object.entries(saves).filter(
      ([key, { command }]) => (only === undefined || key === only) && this.#isStale(view, command),
    );
    if (stale.length === 0) return;
    for (const [key] of stale) {
      delete saves[key];
      this.#dirty.delete(key);
      this.#timers.clear(key);
    }
    this.#sink.set({ saves });
    this.#keep();
  }

  close(): void {
    this.#timers.clearAll();
    this.#dirty.clear();
  }

  async #save(key: string): Promise<void> {
    const save = this.#sink.get().saves[key];
    const busy = this.#sending.has(key) || this.#submitting.has(key);
    if (!save || busy || !this.#up || !this.#dirty.has(key)) return;
    this.#timers.clear(key);
    this.#dirty.delete(key);
    this.#sending.add(key);
    this.#put(key, save.command, { kind: 'saving' });
    let state: SaveState = { kind: 'saved' };
    try {
      await this.#send(save.command);
    } catch (error) {
      state = { kind: 'failed', code: codeOf(error) };
      this.#dirty.add(key);
    }
    this.#sending.delete(key);
    const now = this.#sink.get().saves[key];
    // The text was submitted or dropped meanwhile.
    if (!now || this.#submitting.has(key)) return;
    if (state.kind === 'failed') {
      this.#put(key, now.command, state);
      if (PASSING.has(state.code)) this.#timers.set(key, AGAIN, () => void this.#save(key));
    } else if (this.#dirty.has(key)) {
      // The person has typed more meanwhile.
      if (!this.#timers.has(key)) this.#timers.set(key, SOON, () => void this.#save(key));
    } else {
      this.#put(key, now.command, state);
    }
    this.#keep();
  }

  #isStale(view: InterviewView, command: SaveCommand): boolean {
    const known = knownIn(view, command);
    if (!known?.open) return true;
    const key = saveKey(command);
    if (this.#dirty.has(key) || this.#sending.has(key) || this.#submitting.has(key)) return false;
    return known.text !== null && known.text !== textOf(command);
  }

  #put(key: string, command: SaveCommand, state: SaveState): void {
    this.#sink.set({ saves: { ...this.#sink.get().saves, [key]: { command, state } } });
  }

  #keep(): void {
    const { saves } = this.#sink.get();
    const waits = (key: string) => this.#dirty.has(key) || this.#sending.has(key);
    const unsaved = Object.entries(saves).filter(([key]) => waits(key));
    storeUnsavedTexts(
      this.#meetingId,
      unsaved.map(([, { command }]) => command),
    );
  }
}

interface Known {
  /** True if the text may still be changed. */
  open: boolean;
  /** The server's text, comparable with {@link textOf}. */
  text: string | null;
}

/** The server's text; null if the server has no place for it. */
function knownIn(view: InterviewView, command: SaveCommand): Known | null {
  if (command.kind === 'save_answer') {
    const asked = view.questions.some(({ id }) => id === command.question);
    if (view.role !== 'candidate' || !asked) return null;
    const answer = view.answers.find(({ question }) => question === command.question);
    return {
      open: answer?.submitted_at === undefined,
      text: answer?.text ?? null,
    };
  }
  if (view.role !== 'interviewer') return null;
  const card = view.scorecards.find(({ by }) => by === view.link);
  return {
    open: card?.submitted_at === undefined,
    text: card ? textOf({ ...card, kind: 'save_scorecard', submit: false }) : null,
  };
}

/** The text as the server would store it, for comparison. */
function textOf(command: SaveCommand): string {
  if (command.kind === 'save_answer') return command.text.trim();
  const { ratings, private_notes, recommendation } = command;
  const each = ratings
    .map(({ criterion, stars, comment }) => [criterion, stars, comment?.trim() || null] as const)
    .sort(([a], [b]) => a - b);
  return JSON.stringify([each, private_notes.trim(), recommendation ?? null]);
}

function codeOf(error: unknown): ErrorCode | 'disconnected' {
  return error instanceof SignalingError ? error.code : 'internal';
}
