import {
  type CallEvent,
  isActive,
  isAnswered,
  type OwnCall,
  otherOf,
  reduceCalls,
} from '../../lib/own-calls';
import { readPreferences } from '../../lib/preferences';
import { Timers } from '../../lib/timers';
import { dropHangUp, keepHangUp, unsentHangUps } from '../../lib/unsent-hang-ups';
import { CallsClient, type CallsEvent, type Identity } from '../../rtc/calls-client';
import { PreparedTransports } from '../../rtc/prepared-transports';
import type {
  CallChanged,
  CallId,
  CallRecord,
  CallRoom,
  CallSignal,
  ParticipantId,
  PersonId,
  SignedIn,
} from '../../rtc/protocol.gen';
import type { OpenSocket } from '../../rtc/signaling-socket';
import type { RoomState } from '../../stores/room';
import type { DeviceManager, MeetingSession } from '../api';
import { watchPage } from '../page-events';
import { CallDevices } from './call-devices';
import { Direct } from './direct';
import { heldCall, holdCall } from './held-call';
import { type CallsSink, History } from './history';
import { problemOf } from './problem';

/** For how long one waits in a room in which nobody is any more. */
const ALONE = 30_000;

export interface CallsDeps {
  sink: CallsSink;
  meeting: Pick<MeetingSession, 'enterCall' | 'hangUp' | 'handleSignal'>;
  devices: DeviceManager;
  /** The room one is in, as its store has it. */
  room: { get(): RoomState; subscribe(listener: () => void): () => void };
  identity: Identity;
  openSocket: OpenSocket;
  /** Whether devices may be started without asking. */
  mayCapture(): Promise<boolean>;
  /** Lets be heard and seen what rings. */
  ring(calls: readonly OwnCall[]): void;
}

/**
 * From opening the page to leaving it: who is rung and who rings, and being in the room of a call. How a call
 * stands is what `reduceCalls` says; whatever follows from that is done in `#follow`, after every change.
 */
export class Line {
  readonly client: CallsClient;
  readonly history: History;
  readonly direct: Direct;
  readonly #deps: CallsDeps;
  readonly #sink: CallsSink;
  readonly #prepared: PreparedTransports;
  readonly #pictures = new Map<CallId, MediaStreamTrack>();
  readonly #devices: CallDevices;
  readonly #timers = new Timers<'alone'>();
  readonly #undo: (() => void)[] = [];
  /** Where the two of a call meet, as one was told. */
  readonly #rooms = new Map<CallId, CallRoom>();
  /** By which call one came into the room. */
  #roomCall: CallId | null = null;
  /** Of which calls it was told that media is there, or does not come. */
  readonly #reported = new Set<CallId>();
  /** Calls that are over and read: what is still told of them changes nothing here. */
  readonly #done = new Set<CallId>();
  /** Whose call is over: they have gone from the room, or are about to. */
  readonly #left = new Set<ParticipantId>();
  #iceServers: RTCIceServer[] = [];
  #everUp = false;
  #closed = false;

  constructor(deps: CallsDeps, onPicture: () => void) {
    this.#deps = deps;
    this.#sink = deps.sink;
    this.client = new CallsClient(deps.openSocket, deps.identity);
    this.history = new History(this.client, deps.sink);
    this.direct = new Direct(this.client, deps.sink);
    this.#devices = new CallDevices(deps.devices, deps.mayCapture);
    this.#prepared = new PreparedTransports({
      send: (signal) => {
        // To a call that is over; the transport sees to the rest.
        this.client.ask('call_signal', signal, true).catch(() => {});
      },
      knownIceServers: () => this.#iceServers,
      iceServers: () => this.#freshIceServers(),
      track: (source) => deps.devices.track(source),
      onPicture: (call, track) => {
        this.#pictures.set(call, track);
        onPicture();
      },
      onConnected: (call) => this.#report(call, 'call_connected'),
      onHangUp: (call) => this.#handleHungUp(call),
    });
    const { events } = this.client;
    events.on('signed_in', ({ reply, clockOffset }) => this.#handleSignedIn(reply, clockOffset));
    events.on('told', (event) => this.#handleTold(event));
    events.on('down', () => {
      this.#sink.set({ line: 'down' });
      // What rings is told anew on return, with all that was sent.
      for (const { id, phase } of this.#calls) if (phase === 'ringing_in') this.#forget(id);
      this.#apply({ kind: 'down' });
    });
    this.#undo.push(deps.devices.subscribe(() => this.#prepared.publish()));
    this.#undo.push(deps.room.subscribe(() => this.#handleRoom()));
    this.#undo.push(
      watchPage({
        onNetwork: () => this.client.poke(),
        onVisible: () => this.client.poke(),
        onHide: () => {},
        onRestore: () => this.client.poke(),
      }),
    );
    const tellAway = (): void => this.#tellAway();
    document.addEventListener('visibilitychange', tellAway);
    this.#undo.push(() => document.removeEventListener('visibilitychange', tellAway));
    this.client.start();
  }

  close(): void {
    if (this.#closed) return;
    this.hangUp();
    this.#closed = true;
    for (const act of this.#undo) act();
    this.#timers.clearAll();
    this.#prepared.close();
    this.#deps.ring([]);
    this.client.close();
    this.#sink.set({ line: 'closed', calls: [], direct: null, room: null });
  }

  async call(to: PersonId, video: boolean): Promise<void> {
    // Who stays with a third person brings in more by the call that is over.
    const stays = this.#sink.get().room === null ? null : this.#roomCall;
    const into = this.#calls.find(isAnswered)?.id ?? stays;
    // What is read no more makes room.
    for (const { id } of this.#calls) this.dismiss(id);
    if (into === null) this.#devices.start(video, true);
    try {
      const placed = await this.client.ask('call', {
        to,
        video,
        ...(into !== null && { into }),
      });
      this.#take(placed.call, placed.room, into ?? undefined);
    } catch (error) {
      this.#follow();
      throw error;
    }
  }

  async answer(call: CallId): Promise<void> {
    const ringing = this.#calls.find(({ id }) => id === call);
    if (ringing?.phase !== 'ringing_in') return;
    // One person is in one call.
    for (const other of this.#calls) if (isActive(other)) this.end(other.id);
    this.#devices.start(ringing.video);
    const asked = this.client.ask('answer_call', { call_id: call });
    // Taken by the server in this order: if another page was quicker, it lets none of these through.
    this.#prepared.release(call);
    try {
      const { room } = await asked;
      this.#rooms.set(call, room);
      this.#prepared.name(call, room.other_participant_id);
      const now = this.#calls.find(({ id }) => id === call);
      if (now && !now.here) this.#replace({ ...now, here: true });
      this.#follow();
    } catch (error) {
      this.#prepared.drop(call);
      this.#follow();
      // Over, or answered elsewhere: that is told by itself.
      if (problemOf(error) !== 'refused') throw error;
    }
  }

  decline(call: CallId): void {
    this.client.ask('decline_call', { call_id: call }, true).catch(() => {});
    this.#apply({ kind: 'declined', id: call, at: this.#now() });
    this.dismiss(call);
  }

  /** How it ended has been read; nothing if it is not over. */
  dismiss(call: CallId): void {
    if (this.#calls.some(({ id, phase }) => id === call && phase === 'ended')) this.#done.add(call);
    this.#apply({ kind: 'dismissed', id: call });
  }

  /** Gives up while it rings there, or hangs up; the room is left in `#follow`. */
  end(call: CallId): void {
    const own = this.#calls.find(({ id }) => id === call);
    if (!own || !isActive(own)) return;
    const at = this.#now();
    this.#prepared.hangUp(call);
    this.#tellHungUp(own, at);
    this.#apply({ kind: 'hung_up', id: call, at });
  }

  picture(call: CallId): MediaStreamTrack | null {
    return this.#pictures.get(call) ?? null;
  }

  hangUp(): void {
    for (const call of this.#calls) if (isActive(call)) this.end(call.id);
    if (this.#sink.get().room !== null) this.#leaveRoom();
  }

  get #calls(): readonly OwnCall[] {
    return this.#sink.get().calls;
  }

  #now(): number {
    return Math.round(Date.now() + this.#sink.get().clockOffset);
  }

  #apply(event: CallEvent): void {
    const before = this.#calls;
    const calls = reduceCalls(before, event);
    if (calls !== before) this.#sink.set({ calls });
    this.#follow();
  }

  #replace(call: OwnCall): void {
    this.#sink.set({ calls: this.#calls.map((one) => (one.id === call.id ? call : one)) });
  }

  /** A call that one placed, or came back to. */
  #take(call: CallRecord, room: CallRoom, into?: CallId): void {
    const self = this.#sink.get().me?.id;
    if (!self) return;
    this.#rooms.set(call.id, room);
    this.#prepared.name(call.id, room.other_participant_id);
    const change: CallChanged = { call, here: true, ...(into !== undefined && { into }) };
    this.#apply({ kind: 'told', change, self });
    const now = this.#calls.find(({ id }) => id === call.id);
    // Answered meanwhile, or it is theirs: then they offer.
    if (now?.phase === 'ringing_out') this.#prepared.offer(call.id, room.other_participant_id);
    else this.#prepared.release(call.id);
  }

  #handleSignedIn(reply: SignedIn, clockOffset: number): void {
    this.#iceServers = iceServersOf(reply);
    this.#sink.set({ line: 'up', clockOffset });
    this.#takeMyself(reply);
    this.direct.handleUp();
    void this.history.load();
    this.#tellAway();
    // A name given while there was no connection, or before this server knew one.
    const { name } = readPreferences();
    if (name !== '' && name !== reply.person.name) {
      this.client.ask('set_profile', { name }).then(
        () => this.#sink.set({ me: { ...reply.person, name } }),
        () => {},
      );
    }
    if (!this.#everUp) for (const { id, at } of unsentHangUps()) this.#sendHungUp(id, at);
    this.#everUp = true;
    const going = this.#calls.filter(isActive).map(({ id }) => id);
    const held = heldCall();
    if (held !== null && !going.includes(held)) going.push(held);
    for (const call of going) void this.#resume(call);
  }

  #takeMyself(reply: SignedIn): void {
    this.#sink.set({
      me: reply.person,
      whoMayCall: reply.who_may_call,
      blocked: reply.blocked,
      contacts: reply.contacts,
      missed: reply.missed,
      unread: reply.unread,
    });
  }

  /** Takes a call up again: after a lost connection, a restarted server, or a reload of this page. */
  async #resume(call: CallId): Promise<void> {
    try {
      const { call: record, room } = await this.client.ask('resume_call', { call_id: call });
      this.#rooms.set(call, room);
      const self = this.#sink.get().me?.id;
      if (self) this.#apply({ kind: 'told', change: { call: record, here: true }, self });
    } catch (error) {
      if (problemOf(error) !== 'refused') return;
      if (heldCall() === call) holdCall(null);
      this.#apply({ kind: 'lost', id: call, at: this.#now() });
      void this.history.load();
    }
  }

  #handleTold({ name, payload }: CallsEvent): void {
    switch (name) {
      case 'call_changed':
        this.#handleChanged(payload);
        break;
      case 'call_signal':
        this.#handleSignal(payload);
        break;
      case 'availability': {
        const { person_id, availability } = payload;
        const contacts = this.#sink
          .get()
          .contacts.map((one) => (one.party.id === person_id ? { ...one, availability } : one));
        this.#sink.set({ contacts });
        break;
      }
      case 'direct_message':
        this.direct.handleMessage(payload);
        break;
      case 'myself_changed':
        // What is not answered is asked for again when signing in.
        this.client.ask('myself', {}).then(
          (reply) => this.#takeMyself(reply),
          () => {},
        );
        void this.history.load();
        break;
    }
  }

  #handleChanged(change: CallChanged): void {
    const self = this.#sink.get().me?.id;
    if (!self) return;
    const { call } = change;
    const before = this.#calls.find(({ id }) => id === call.id);
    if (!this.#done.has(call.id)) this.#apply({ kind: 'told', change, self });
    const now = this.#calls.find(({ id }) => id === call.id);
    if (now?.phase === 'ringing_in' && !before)
      void this.#devices.prepare(now.video, () => this.#stillRings(now.id));
    if (now && isAnswered(now)) this.#prepared.release(call.id);
    if (isAnsweredState(call) && before?.answeredAt == null) this.#meet(call, self);
    if (call.state !== 'ended') return;
    this.history.handleEnded(call);
    const missed = call.answered_at === undefined && call.callee.id === self;
    if (missed && call.end !== 'declined') this.#sink.set({ missed: this.#sink.get().missed + 1 });
    // Nobody reads here how it ended elsewhere, or that nobody answered.
    if (!now?.here) this.dismiss(call.id);
  }

  #handleSignal(signal: CallSignal): void {
    const call = this.#calls.find(({ id }) => id === signal.call_id);
    if (!call || call.phase === 'ended') return;
    if (call.phase !== 'ringing_in' && !call.here) return;
    const room = this.#rooms.get(call.id);
    const other = room?.other_participant_id;
    const met = this.#deps.room.get().participants.some(({ id }) => id === other);
    if (other && met && !this.#prepared.has(call.id, signal.transport_id)) {
      // Sent before its sender was in the room, and here only after.
      this.#deps.meeting.handleSignal(other, signal.transport_id, signal.signal);
      return;
    }
    this.#prepared.handleSignal(signal, isAnswered(call));
    if (room) this.#prepared.name(call.id, room.other_participant_id);
  }

  /** From now on the two know each other. */
  #meet(call: CallRecord, self: PersonId): void {
    const party = otherOf(call, self);
    const { contacts } = this.#sink.get();
    const before = contacts.find((one) => one.party.id === party.id);
    const contact = {
      party,
      availability: before?.availability ?? ('in_call' as const),
      last_call_at: call.called_at,
    };
    const others = contacts.filter((one) => one.party.id !== party.id);
    this.#sink.set({ contacts: [contact, ...others] });
  }

  /** What follows from how the calls stand. */
  #follow(): void {
    if (this.#closed) return;
    const calls = this.#calls;
    this.#deps.ring(calls);
    for (const call of calls) {
      const elsewhere = !call.here && call.phase !== 'ringing_in';
      const room = this.#rooms.get(call.id);
      if (room && call.phase === 'ended') this.#left.add(room.other_participant_id);
      if (call.phase === 'ended' && heldCall() === call.id) holdCall(null);
      if (call.phase === 'ended' || elsewhere) this.#forget(call.id);
    }
    const answered = calls.find((call) => isAnswered(call) && this.#rooms.has(call.id));
    if (answered) holdCall(answered.id);
    if (answered && this.#sink.get().room === null) this.#enterRoom(answered);
    if (!calls.some(isAnswered)) this.#leaveIfAlone();
    // A call that rings is prepared with the devices; where nothing does, they are let go.
    const wanted = calls.some((call) => isActive(call) || call.phase === 'ringing_in');
    if (!wanted && this.#sink.get().room === null) this.#devices.stop();
  }

  #stillRings(call: CallId): boolean {
    if (this.#closed || this.#sink.get().room !== null) return false;
    return this.#calls.some(({ id, phase }) => id === call && phase === 'ringing_in');
  }

  #forget(call: CallId): void {
    this.#prepared.drop(call);
    this.#pictures.delete(call);
    this.#rooms.delete(call);
    this.#reported.delete(call);
  }

  #enterRoom(call: OwnCall): void {
    const room = this.#rooms.get(call.id);
    const { me } = this.#sink.get();
    if (!room || !me) return;
    this.#sink.set({ room: room.meeting_id });
    this.#roomCall = call.id;
    this.#devices.start(call.video);
    void this.#deps.meeting.enterCall({
      meetingId: room.meeting_id,
      name: me.name,
      ticket: room.ticket,
      openSocket: this.client.room,
      prepared: (participant) => this.#prepared.take(participant),
      onHangUp: (participant) => this.#handleLeft(participant),
    });
  }

  /** With nobody there and no call of one's own, there is nothing to stay for. */
  #leaveIfAlone(): void {
    if (this.#sink.get().room === null) return;
    const { participants, selfId } = this.#deps.room.get();
    const others = participants.filter(({ id }) => id !== selfId && !this.#left.has(id));
    if (others.length === 0) this.#leaveRoom();
  }

  #leaveRoom(): void {
    this.#sink.set({ room: null });
    this.#left.clear();
    this.#timers.clearAll();
    this.#deps.meeting.hangUp();
    this.#follow();
  }

  /** Somebody in the room hung up, and said so past the server. */
  #handleLeft(participant: ParticipantId): void {
    for (const [call, room] of this.#rooms) {
      if (room.other_participant_id === participant) this.#handleHungUp(call);
    }
    if (!this.#calls.some(isAnswered)) this.#leaveIfAlone();
  }

  #handleHungUp(call: CallId): void {
    const own = this.#calls.find(({ id }) => id === call);
    if (!own || !isAnswered(own)) return;
    const at = this.#now();
    // The one who hung up may never come back: whoever is back first completes the history.
    this.#tellHungUp(own, at);
    this.#apply({ kind: 'hung_up', id: call, at });
  }

  #tellHungUp({ id, answeredAt }: OwnCall, at: number): void {
    // What was never answered is over anyway when the server is back.
    if (answeredAt !== null) keepHangUp({ id, at });
    this.#sendHungUp(id, answeredAt === null ? undefined : at);
  }

  #sendHungUp(id: CallId, at?: number): void {
    const told = this.client.ask('hang_up', { call_id: id, ...(at !== undefined && { at }) }, true);
    told.then(
      () => dropHangUp(id),
      (error: unknown) => {
        // Over already; unless this page is closed before it could be told.
        if (problemOf(error) !== 'offline') dropHangUp(id);
      },
    );
  }

  /** The room's state changed: media came or failed, somebody went. */
  #handleRoom(): void {
    const { transports, status, meetingId } = this.#deps.room.get();
    const { room } = this.#sink.get();
    if (room === null || meetingId !== room) return;
    for (const call of this.#calls) {
      const other = this.#rooms.get(call.id)?.other_participant_id;
      if (call.phase !== 'connecting' || !call.here || !other) continue;
      const state = transports[other]?.status;
      if (state === 'connected') this.#report(call.id, 'call_connected');
      else if (state === 'failed') this.#report(call.id, 'call_failed');
    }
    if (status.kind === 'joined' && !this.#calls.some(isAnswered)) this.#leaveIfAlone();
    this.#watchAlone();
    // Not before whoever tells of it is done.
    if (OUT.has(status.kind)) queueMicrotask(() => this.#handleOut(status.kind));
  }

  /** The other's page was closed, or is being loaded anew: which of the two it is shows before long. */
  #watchAlone(): void {
    const { status, participants, selfId } = this.#deps.room.get();
    const alone = status.kind === 'joined' && participants.every(({ id }) => id === selfId);
    if (!alone || this.#sink.get().room === null) this.#timers.clear('alone');
    else if (!this.#timers.has('alone')) {
      this.#timers.set('alone', ALONE, () => {
        for (const { id, phase, here } of this.#calls) {
          if (here && phase === 'connecting') this.#report(id, 'call_failed');
        }
        this.hangUp();
      });
    }
  }

  #handleOut(status: RoomState['status']['kind']): void {
    if (this.#closed || this.#sink.get().room === null) return;
    if (status !== 'superseded') {
      this.hangUp();
      return;
    }
    // Another page of one's own took the call up: it goes on there.
    for (const call of this.#calls) if (isAnswered(call)) this.#replace({ ...call, here: false });
    this.#leaveRoom();
  }

  #report(call: CallId, what: 'call_connected' | 'call_failed'): void {
    if (this.#reported.has(call)) return;
    this.#reported.add(call);
    this.client.ask(what, { call_id: call }, true).catch(() => {});
  }

  #tellAway(): void {
    if (!this.client.isUp) return;
    const away = document.visibilityState !== 'visible';
    this.client.ask('set_away', { away }).catch(() => {});
  }

  async #freshIceServers(): Promise<RTCIceServer[]> {
    try {
      this.#iceServers = iceServersOf({ ice: await this.client.ask('ice_servers', {}) });
    } catch {
      // Those last known may still hold.
    }
    return this.#iceServers;
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

function isAnsweredState({ state }: CallRecord): boolean {
  return state === 'connecting' || state === 'in_call';
}

function iceServersOf({ ice }: Pick<SignedIn, 'ice'>): RTCIceServer[] {
  return ice.servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }));
}
