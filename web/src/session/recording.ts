import type { Scene } from '../lib/recording-layout';
import { fileName, type RecordingName, storedName } from '../lib/recording-name';
import type { Recorder, RecorderTrouble } from '../rtc/recorder';
import type { RecordingTrouble } from '../stores/recording';
import type { RoomState } from '../stores/room';
import type { RecordingActions, RecordingRefusal } from './api';
import { type FindTrack, type RecordingWords, sceneOf, voicesOf } from './recording-scene';
import type { RecordingShelf, RecordingSink } from './recording-shelf';
import { isNotAllowed, type RecordingSign } from './recording-sign';
import { RecordingViews, type TellView } from './recording-views';

type Engine = Pick<
  typeof import('../rtc/recorder'),
  'chooseFormat' | 'openFile' | 'mimeType' | 'PICTURE' | 'Recorder'
>;

export interface RecordingOptions {
  sink: RecordingSink;
  shelf: RecordingShelf;
  room: () => RoomState;
  find: FindTrack;
  /** Reports the sizes of recorded pictures to their senders. */
  tellView: TellView;
  /** Sign of the current stay; null outside a meeting. */
  sign: () => RecordingSign | null;
  load?: () => Promise<Engine>;
}

/** The running recorder. */
interface Run {
  recorder: Recorder;
  name: RecordingName;
}

/** The own recording of a meeting, from the request to the shelf. One at a time. */
export class Recording implements RecordingActions {
  readonly #options: RecordingOptions;
  readonly #load: () => Promise<Engine>;
  readonly #views: RecordingViews;
  #run: Run | null = null;
  /** Counts starts and stops: a start requested before a stop must not begin after it. */
  #generation = 0;
  /** Recordings being completed. */
  #completing = 0;
  #unwarn: (() => void) | null = null;

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#load = options.load ?? (() => import('../rtc/recorder'));
    this.#views = new RecordingViews(options.tellView);
  }

  async start(words: RecordingWords): Promise<RecordingRefusal | null> {
    const { sink } = this.#options;
    if (sink.get().phase !== 'off') return null;
    this.#generation += 1;
    const generation = this.#generation;
    sink.set({
      phase: 'starting',
      recorded: 0,
      runningSince: null,
      silent: false,
      inMemory: false,
    });
    this.#warn();
    const refusal = await this.#open(words, generation).catch((error: unknown) => refusalOf(error));
    // The person pressed stop meanwhile.
    if (generation !== this.#generation) return null;
    if (refusal) {
      sink.set({ phase: 'off' });
      this.#warn();
    }
    return refusal;
  }

  pause(): void {
    const { sink } = this.#options;
    if (sink.get().phase !== 'recording') return;
    this.#run?.recorder.pause();
    sink.set({ phase: 'paused', recorded: this.#recorded(), runningSince: null });
    this.#options.sign()?.tell('paused');
  }

  async resume(): Promise<RecordingRefusal | null> {
    const { sink } = this.#options;
    const run = this.#run;
    const sign = this.#options.sign();
    if (sink.get().phase !== 'paused' || !run || !sign) return null;
    try {
      // Everybody sees the sign before anything is recorded.
      await sign.ask('recording');
    } catch (error) {
      return refusalOf(error);
    }
    if (this.#run !== run || sink.get().phase !== 'paused') return null;
    run.recorder.resume();
    sink.set({ phase: 'recording', recorded: this.#recorded(), runningSince: Date.now() });
    return null;
  }

  async stop(trouble: RecordingTrouble | null = null): Promise<void> {
    const { sink, shelf } = this.#options;
    if (sink.get().phase === 'off') return;
    this.#generation += 1;
    const run = this.#run;
    this.#run = null;
    sink.set({ phase: 'off', recorded: 0, runningSince: null });
    this.#options.sign()?.tell('stopped');
    if (run) {
      this.#completing += 1;
      // The recorder releases everything at once and completes the file afterwards.
      const complete = run.recorder.finish();
      this.#views.close();
      shelf.add(run.name, trouble);
      try {
        shelf.handleFinished(run.name, await complete);
      } catch {
        await shelf.handleFailed(run.name, trouble ?? 'failed');
      }
      this.#completing -= 1;
    }
    this.#warn();
  }

  async #open(words: RecordingWords, generation: number): Promise<RecordingRefusal | null> {
    const { sink, room, find } = this.#options;
    const { chooseFormat, openFile, mimeType, PICTURE, Recorder } = await this.#load();
    const format = await chooseFormat();
    const { meetingId } = room();
    if (!format || !meetingId) return 'unsupported';
    const sign = this.#options.sign();
    if (!sign) return 'offline';
    const startedAt = Date.now();
    const name: RecordingName = { meetingId, startedAt, extension: format.container };
    const type = mimeType(format.container);
    const file = await openFile({ stored: storedName(name), file: fileName(name), type });
    try {
      // Everybody sees the sign before anything is recorded.
      await sign.ask('recording');
      sign.onForbidden = () => void this.stop('not_allowed');
      let scene: Scene | undefined;
      const recorder = await Recorder.open({
        format,
        file,
        scene: () => {
          scene = sceneOf(room(), find, words, scene);
          this.#views.follow(scene, PICTURE.width, PICTURE.height);
          return scene;
        },
        voices: () => voicesOf(room(), find),
        onTrouble: (trouble: RecorderTrouble) => void this.stop(trouble),
        onSilent: (silent) => sink.set({ silent }),
      });
      if (generation === this.#generation) {
        this.#run = { recorder, name };
        const inMemory = file.place === 'memory';
        sink.set({ phase: 'recording', runningSince: Date.now(), inMemory });
        return null;
      }
      this.#views.close();
      await recorder.discard();
    } catch (error) {
      sign.tell('stopped');
      await file.discard();
      throw error;
    }
    sign.tell('stopped');
    return null;
  }

  #recorded(): number {
    return (this.#run?.recorder.seconds ?? 0) * 1000;
  }

  /** The browser asks before it closes a page with an unfinished recording. */
  #warn(): void {
    const needed = this.#options.sink.get().phase !== 'off' || this.#completing > 0;
    if (needed === (this.#unwarn !== null)) return;
    this.#unwarn?.();
    this.#unwarn = null;
    if (!needed) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    this.#unwarn = () => removeEventListener('beforeunload', ask);
  }
}

function refusalOf(error: unknown): RecordingRefusal {
  if (isNotAllowed(error)) return 'not_allowed';
  const name = error instanceof Error ? error.name : '';
  if (name === 'SignalingError') return 'offline';
  return name === 'AbortError' ? 'cancelled' : 'failed';
}
