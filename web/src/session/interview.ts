import { withInterviewChange } from '../lib/interview-view';
import type { TimeSample } from '../lib/time-samples';
import type {
  InterviewChange,
  InterviewCommand,
  InterviewView,
  MeetingId,
  Participant,
} from '../protocol/protocol.gen';
import type { SignalingClient } from '../rtc/signaling';
import { initialInterview, type SaveCommand } from '../stores/interview';
import type { InterviewActions } from './api';
import { Autosaves, type SavesSink } from './autosaves';
import { ServerClock } from './server-clock';

/** Interview of the current room, if it has one. */
export class Interview implements InterviewActions {
  readonly #client: SignalingClient;
  readonly #sink: SavesSink;
  readonly #clock: ServerClock;
  readonly #saves: Autosaves;

  /** `tellOffset` receives the offset of the server's clock. */
  constructor(
    meetingId: MeetingId,
    client: SignalingClient,
    sink: SavesSink,
    tellOffset: (offset: number) => void,
  ) {
    this.#client = client;
    this.#sink = sink;
    sink.set(initialInterview);
    this.#clock = new ServerClock(() => client.time(), tellOffset);
    this.#saves = new Autosaves(meetingId, (command) => client.interview(command), sink);
  }

  send(command: InterviewCommand): Promise<void> {
    return this.#client.interview(command);
  }

  save(command: SaveCommand): void {
    this.#saves.change(command);
  }

  saveNow(): void {
    this.#saves.flush();
  }

  submit(command: SaveCommand): Promise<void> {
    return this.#saves.submit(command);
  }

  handleJoined(view: InterviewView | undefined, sample: TimeSample): void {
    this.#sink.set({ view: view ?? null });
    if (!view) return;
    this.#clock.handleUp(sample);
    this.#saves.handleView(view);
    this.#saves.handleUp();
  }

  handleResumed(sample: TimeSample): void {
    if (!this.#sink.get().view) return;
    this.#clock.handleUp(sample);
    this.#saves.handleUp();
  }

  handleDown(): void {
    this.#saves.handleDown();
  }

  handleVisible(): void {
    this.#clock.handleVisible();
  }

  handleChange(change: InterviewChange): void {
    const { view } = this.#sink.get();
    if (!view) return;
    const changed = withInterviewChange(view, change);
    this.#sink.set({ view: changed });
    if (change.kind === 'answer') {
      this.#saves.handleView(changed, `answer/${change.value.question}`);
    } else if (change.kind === 'scorecard') {
      this.#saves.handleView(changed, 'scorecard');
    }
  }

  handleArrived({ id, name, interview_role: role }: Participant): void {
    const { left } = this.#sink.get();
    const stays = left.filter((one) => one.id !== id && (one.name !== name || one.role !== role));
    if (stays.length < left.length) this.#sink.set({ left: stays });
  }

  handleLeft({ id, name, interview_role: role }: Participant): void {
    if (!role) return;
    const { left } = this.#sink.get();
    this.#sink.set({ left: [...left.filter((one) => one.id !== id), { id, name, role }] });
  }

  close(): void {
    this.#saves.flush();
    this.#clock.close();
    this.#saves.close();
    this.#sink.set(initialInterview);
  }
}
