import { Timers } from '../../lib/timers';
import type { CallRoom, MeetingId, ParticipantId } from '../../rtc/protocol.gen';
import type { OpenSocket } from '../../rtc/signaling-socket';
import type { RoomState } from '../../stores/room';
import type { CallEntry, MeetingSession } from '../api';
import type { CallsSink } from './history';

/** For how long one waits in a room in which nobody is any more: their page may be on its way back. */
const ALONE = 30_000;
/** The same where one's own call is over. */
const ALONE_STAYING = 10_000;

export interface OwnRoomCallbacks {
  meeting: Pick<MeetingSession, 'enterCall' | 'hangUp'>;
  room: { get(): RoomState };
  sink: CallsSink;
  openSocket: OpenSocket;
  prepared: CallEntry['prepared'];
  /** Whether a call of one's own goes on there. */
  isInCall(): boolean;
  /** Somebody there hung up, and said so past the server. */
  onHangUp(participant: ParticipantId): void;
  /** Nobody came back. */
  onAlone(): void;
  /** It goes on at another page of one's own. */
  onSuperseded(): void;
  /** There is no way back. */
  onOut(): void;
  onLeft(): void;
}

/** The room of the call one is in: going in, being left alone there, and leaving. */
export class OwnRoom {
  readonly #callbacks: OwnRoomCallbacks;
  readonly #timers = new Timers<'alone'>();
  /** Who has hung up: they have gone, or are about to. */
  readonly #left = new Set<ParticipantId>();
  /** Who went without a word, and may be loading their page anew. */
  readonly #awaited = new Set<ParticipantId>();
  #others: ParticipantId[] = [];
  /** One came back to stay, and does not know yet with whom. */
  #returning = false;

  constructor(callbacks: OwnRoomCallbacks) {
    this.#callbacks = callbacks;
  }

  get id(): MeetingId | null {
    return this.#callbacks.sink.get().room;
  }

  /** `returning`: one's own call is over, but others may be there. */
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

  /** Their call is over: from now on they do not count as being there. */
  markLeft(participant: ParticipantId): void {
    this.#left.add(participant);
  }

  /** With everybody gone for good and no call of one's own, there is nothing to stay for. */
  leaveIfAlone(): void {
    if (this.id === null || this.#returning || this.#callbacks.isInCall()) return;
    const { participants, selfId } = this.#callbacks.room.get();
    const others = participants.map(({ id }) => id).filter((id) => id !== selfId);
    if ([...others, ...this.#awaited].every((id) => this.#left.has(id))) this.leave();
  }

  /** The room's state changed. */
  handleRoom(): void {
    const { status, participants, selfId } = this.#callbacks.room.get();
    if (status.kind === 'joined') {
      this.#returning = false;
      const others = participants.map(({ id }) => id).filter((id) => id !== selfId);
      for (const id of this.#others) if (!others.includes(id)) this.#awaited.add(id);
      for (const id of others) this.#awaited.delete(id);
      this.#others = others;
      if (others.length > 0) this.#timers.clear('alone');
      else this.#handleAlone();
      this.leaveIfAlone();
    }
    // Not before whoever tells of it is done.
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

/** There is no way back into the room. */
const OUT: ReadonlySet<RoomState['status']['kind']> = new Set([
  'failed',
  'removed',
  'ended',
  'denied',
  'superseded',
]);
