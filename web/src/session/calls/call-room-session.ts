import { Timers } from '../../lib/timers';
import type { CallRoom, MeetingId, ParticipantId } from '../../protocol/protocol.gen';
import type { OpenSocket } from '../../rtc/signaling-socket';
import type { RoomState } from '../../stores/room';
import type { CallEntry, MeetingSession } from '../api';
import type { CallsSink } from './history';

/** How long a person waits alone in a room, in ms: the other's page may be reloading. */
const ALONE = 30_000;
/** Wait for the others after the own call ended, in ms. */
const ALONE_STAYING = 10_000;

export interface CallRoomCallbacks {
  meeting: Pick<MeetingSession, 'enterCall' | 'hangUp'>;
  room: { get(): RoomState };
  sink: CallsSink;
  openSocket: OpenSocket;
  prepared: CallEntry['prepared'];
  /** True if an own call runs in this room. */
  isInCall(): boolean;
  /** A participant hung up and said so past the server. */
  onHangUp(participant: ParticipantId): void;
  /** Nobody came back in time. */
  onAlone(): void;
  /** Another page of this person took over. */
  onSuperseded(): void;
  /** The room cannot be entered again. */
  onOut(): void;
  onLeft(): void;
}

/** The room of the current call: enters it, notices when everybody else left, and leaves it. */
export class CallRoomSession {
  readonly #callbacks: CallRoomCallbacks;
  readonly #timers = new Timers<'alone'>();
  /** Participants that hung up and have left or will leave. */
  readonly #left = new Set<ParticipantId>();
  /** Participants that left without hanging up and may be reloading. */
  readonly #awaited = new Set<ParticipantId>();
  #others: ParticipantId[] = [];
  /** True after a return until it is known who is still there. */
  #returning = false;

  constructor(callbacks: CallRoomCallbacks) {
    this.#callbacks = callbacks;
  }

  get id(): MeetingId | null {
    return this.#callbacks.sink.get().room;
  }

  /** `returning`: the own call ended, but others may still be there. */
  enter({ meeting_id, ticket }: CallRoom, name: string, returning: boolean): void {
    this.#returning = returning;
    const { sink, meeting, openSocket, prepared } = this.#callbacks;
    sink.set({ room: meeting_id });
    void meeting.enterCall({
      meetingId: meeting_id,
      name,
      ticket,
      openSocket,
      prepared,
      onHangUp: (participant) => {
        this.#left.add(participant);
        this.#callbacks.onHangUp(participant);
      },
    });
  }

  leave(): void {
    const { sink, meeting, onLeft } = this.#callbacks;
    if (this.id === null) return;
    sink.set({ room: null });
    this.#left.clear();
    this.#awaited.clear();
    this.#others = [];
    this.#timers.clearAll();
    meeting.hangUp();
    onLeft();
  }

  /** That call ended: its participant no longer counts as present. */
  markLeft(participant: ParticipantId): void {
    this.#left.add(participant);
  }

  /** Leaves if everybody else is gone for good and no own call runs. */
  leaveIfAlone(): void {
    if (this.id === null || this.#returning || this.#callbacks.isInCall()) return;
    const { roster, selfId } = this.#callbacks.room.get();
    const others = roster.order.filter((id) => id !== selfId);
    if ([...others, ...this.#awaited].every((id) => this.#left.has(id))) this.leave();
  }

  /** The room's state changed. */
  handleRoom(): void {
    const { status, roster, selfId } = this.#callbacks.room.get();
    if (status.kind === 'joined') {
      this.#returning = false;
      const others = roster.order.filter((id) => id !== selfId);
      for (const id of this.#others) if (!others.includes(id)) this.#awaited.add(id);
      for (const id of others) this.#awaited.delete(id);
      this.#others = others;
      if (others.length > 0) this.#timers.clear('alone');
      else this.#handleAlone();
      this.leaveIfAlone();
    }
    // Deferred until the current notification is delivered.
    if (OUT.has(status.kind)) queueMicrotask(() => this.#handleOut(status.kind));
  }

  close(): void {
    this.#timers.clearAll();
  }

  #handleAlone(): void {
    if (this.#timers.has('alone')) return;
    const isInCall = this.#callbacks.isInCall();
    this.#timers.set('alone', isInCall ? ALONE : ALONE_STAYING, () => this.#callbacks.onAlone());
  }

  #handleOut(status: RoomState['status']['kind']): void {
    if (this.id === null) return;
    if (status === 'superseded') this.#callbacks.onSuperseded();
    else this.#callbacks.onOut();
  }
}

/** The room cannot be entered again. */
const OUT: ReadonlySet<RoomState['status']['kind']> = new Set([
  'failed',
  'removed',
  'ended',
  'denied',
  'superseded',
]);
