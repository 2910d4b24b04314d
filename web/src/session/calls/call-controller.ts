import {
  type CallEvent,
  isActive,
  isAnswered,
  type OwnCall,
  reduceCalls,
} from '../../lib/own-calls';
import type {
  CallChanged,
  CallId,
  CallRecord,
  CallRoom,
  CallSignal,
  PersonId,
  SignedIn,
} from '../../protocol/protocol.gen';
import { CallsClient, type CallsEvent } from '../../rtc/calls-client';
import { PreparedTransports } from '../../rtc/prepared-transports';
import { watchPage } from '../page-events';
import { CallDevices } from './call-devices';
import { CallRoomSession } from './call-room-session';
import { Deferred } from './deferred';
import type { CallsDeps } from './deps';
import { Direct } from './direct';
import { HangUps } from './hang-ups';
import { type CallsSink, History } from './history';
import { CallIce } from './ice';
import { OwnProfile } from './own-profile';
import { CallRefused, problemOf } from './problem';
import { readSavedCall, type SavedCall, writeSavedCall } from './saved-call';

/** How long an answered call may wait for the media of its answer before it shows, in ms. */
const ANSWER_FIRST = 100;

/**
 * Runs the calls of an open page: rings, answers, and enters the room. `reduceCalls` decides the
 * state of each call; `#follow` acts on it after every change.
 */
export class CallController {
  readonly client: CallsClient;
  readonly history: History;
  readonly direct: Direct;
  readonly #deps: CallsDeps;
  readonly #sink: CallsSink;
  readonly #prepared: PreparedTransports;
  readonly #pictures = new Map<CallId, MediaStreamTrack>();
  readonly #devices: CallDevices;
  readonly #room: CallRoomSession;
  readonly #profile: OwnProfile;
  readonly #hangUps: HangUps;
  readonly #undo: (() => void)[] = [];
  /** Rooms in which calls meet, as the server named them. */
  readonly #rooms = new Map<CallId, CallRoom>();
  /** The call through which this page entered its room. */
  #roomCall: CallId | null = null;
  /** News of calls that is applied a moment later. */
  readonly #answered = new Deferred<CallId>();
  /** Calls whose media the server was told about, connected or failed. */
  readonly #reported = new Set<CallId>();
  /** Ended calls that the person has dismissed: later news of them is ignored. */
  readonly #done = new Set<CallId>();
  readonly #ice: CallIce;
  #closed = false;

  constructor(deps: CallsDeps, onPicture: () => void) {
    this.#deps = deps;
    this.#sink = deps.sink;
    this.client = new CallsClient(deps.openSocket, deps.identity);
    this.history = new History(this.client, deps.sink);
    this.direct = new Direct(this.client, deps.sink);
    this.#ice = new CallIce(this.client);
    this.#profile = new OwnProfile(this.client, deps.sink);
    this.#hangUps = new HangUps(this.client);
    this.#devices = new CallDevices(deps.devices, deps.mayCapture);
    this.#prepared = new PreparedTransports({
      send: (signal) => {
        // The call has ended; the transport handles the rest.
        this.client.ask('call_signal', signal, true).catch(() => {});
      },
      knownIceServers: () => this.#ice.known,
      iceServers: () => this.#ice.fresh(),
      track: (source) => deps.devices.track(source),
      onPicture: (call, track) => {
        this.#pictures.set(call, track);
        onPicture();
      },
      onConnected: (call) => this.#report(call, 'call_connected'),
      onHangUp: (call) => this.#handleHungUp(call),
    });
    this.#room = new CallRoomSession({
      meeting: deps.meeting,
      room: deps.room,
      sink: deps.sink,
      openSocket: this.client.room,
      prepared: (participant) => this.#prepared.take(participant),
      isInCall: () => this.#calls.some(isAnswered),
      onHangUp: (participant) => {
        for (const [call, { other_participant_id }] of this.#rooms) {
          if (other_participant_id === participant) this.#handleHungUp(call);
        }
        this.#room.leaveIfAlone();
      },
      onAlone: () => {
        for (const { id, phase, here } of this.#calls) {
          if (here && phase === 'connecting') this.#report(id, 'call_failed');
        }
        this.hangUp();
      },
      onSuperseded: () => {
        for (const call of this.#calls) {
          if (isAnswered(call)) this.#replace({ ...call, here: false });
        }
        this.#room.leave();
      },
      onOut: () => this.hangUp(),
      onLeft: () => {
        writeSavedCall(null);
        this.#follow();
      },
    });
    const { events } = this.client;
    events.on('signed_in', ({ reply, clockOffset }) => this.#handleSignedIn(reply, clockOffset));
    events.on('told', (event) => this.#handleTold(event));
    events.on('down', () => {
      this.#sink.set({ line: 'down' });
      // The server sends ringing calls and their signals again on return.
      for (const { id, phase } of this.#calls) if (phase === 'ringing_in') this.#forget(id);
      this.#apply({ kind: 'down' });
    });
    this.#undo.push(deps.devices.subscribe(() => this.#prepared.publish()));
    this.#undo.push(deps.room.subscribe(() => this.#handleRoom()));
    this.#undo.push(
      watchPage({
        onNetwork: () => this.client.poke(),
        onOffline: () => this.client.probe(),
        onVisible: () => this.client.poke(),
        onHide: () => {},
        onRestore: () => this.client.poke(),
      }),
    );
    const tellAway = (): void => this.#profile.tellAway();
    document.addEventListener('visibilitychange', tellAway);
    this.#undo.push(() => document.removeEventListener('visibilitychange', tellAway));
    this.client.start();
  }

  close(): void {
    if (this.#closed) return;
    this.hangUp();
    this.#closed = true;
    for (const act of this.#undo) act();
    this.#room.close();
    this.#answered.clear();
    this.#prepared.close();
    this.#deps.ring([]);
    this.client.close();
    this.#sink.set({ line: 'closed', calls: [], participants: {}, direct: null, room: null });
  }

  async call(to: PersonId, video: boolean): Promise<void> {
    // A person who stays with a third party invites others through the ended call.
    const stays = this.#room.id === null ? null : this.#roomCall;
    const into = this.#calls.find(isAnswered)?.id ?? stays;
    // Dismissing ended calls makes room for the new one.
    for (const { id } of this.#calls) this.dismiss(id);
    if (into === null) this.#devices.start(video, true);
    try {
      const placed = await this.client.ask('call', {
        to,
        video,
        ...(into !== null && { into }),
      });
      this.#ice.takeFromCall(placed);
      this.#take(placed.call, placed.room, into ?? undefined);
    } catch (error) {
      this.#follow();
      throw error;
    }
  }

  /** `video` false: the own camera stays off, whatever the caller asked for. */
  async answer(call: CallId, video = true): Promise<void> {
    const ringing = this.#calls.find(({ id }) => id === call);
    if (ringing?.phase !== 'ringing_in') return;
    // A person is in one call at a time.
    for (const other of this.#calls) if (isActive(other)) this.end(other.id);
    if (!video) this.#devices.stopCamera(call);
    this.#devices.start(ringing.video && video);
    const asked = this.client.ask('answer_call', { call_id: call });
    // The server takes these in order: if another page answered first, it accepts none of them.
    this.#prepared.release(call);
    try {
      const { room } = await asked;
      this.#setRoom(call, room);
      this.#prepared.name(call, room.other_participant_id);
      const now = this.#calls.find(({ id }) => id === call);
      if (now && !now.here) this.#replace({ ...now, here: true });
      this.#follow();
    } catch (error) {
      this.#prepared.drop(call);
      const problem = problemOf(error);
      // The call no longer rings, whether or not the server still says so.
      if (problem === 'refused') this.#apply({ kind: 'withdrawn', id: call });
      else this.#follow();
      throw problem === 'refused' ? new CallRefused('gone') : error;
    }
  }

  decline(call: CallId): void {
    this.client.ask('decline_call', { call_id: call }, true).catch(() => {});
    this.#apply({ kind: 'declined', id: call, at: this.#now() });
    this.dismiss(call);
  }

  /** Dismisses an ended call. Does nothing if it still runs. */
  dismiss(call: CallId): void {
    if (this.#calls.some(({ id, phase }) => id === call && phase === 'ended')) this.#done.add(call);
    this.#apply({ kind: 'dismissed', id: call });
  }

  /** Cancels or hangs up; `#follow` leaves the room. */
  end(call: CallId): void {
    const own = this.#calls.find(({ id }) => id === call);
    if (!own || !isActive(own)) return;
    const at = this.#now();
    this.#prepared.hangUp(call);
    this.#hangUps.tell(own, at);
    this.#apply({ kind: 'hung_up', id: call, at });
  }

  picture(call: CallId): MediaStreamTrack | null {
    return this.#pictures.get(call) ?? null;
  }

  hangUp(): void {
    for (const call of this.#calls) if (isActive(call)) this.end(call.id);
    this.#room.leave();
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

  /** Takes a call that this page placed or resumed. */
  #take(call: CallRecord, room: CallRoom, into?: CallId): void {
    const self = this.#sink.get().me?.id;
    if (!self) return;
    this.#setRoom(call.id, room);
    this.#prepared.name(call.id, room.other_participant_id);
    const change: CallChanged = { call, here: true, ...(into !== undefined && { into }) };
    this.#apply({ kind: 'told', change, self });
    const now = this.#calls.find(({ id }) => id === call.id);
    // The call was answered meanwhile, or the other is the caller: then they offer.
    if (now?.phase === 'ringing_out') this.#prepared.offer(call.id, room.other_participant_id);
    else this.#prepared.release(call.id);
  }

  #handleSignedIn(reply: SignedIn, clockOffset: number): void {
    this.#ice.take(reply);
    this.#sink.set({ line: 'up', clockOffset });
    this.#profile.handleSignedIn(reply);
    this.direct.handleUp();
    void this.history.load();
    this.#hangUps.resend();
    const going = this.#calls.filter(isActive).map(({ id }) => id);
    for (const call of going) void this.#resume(call, null);
    const held = readSavedCall();
    const isNews = held !== null && !going.includes(held.call) && this.#room.id === null;
    if (isNews) void this.#resume(held.call, held);
  }

  /** Resumes a call after a lost connection, a restarted server or a reload of this page. */
  async #resume(call: CallId, held: SavedCall | null): Promise<void> {
    try {
      const resumed = await this.client.ask('resume_call', { call_id: call });
      const { call: record, room } = resumed;
      this.#ice.takeFromCall(resumed);
      this.#setRoom(call, room);
      const self = this.#sink.get().me?.id;
      if (self) this.#apply({ kind: 'told', change: { call: record, here: true }, self });
    } catch (error) {
      if (problemOf(error) !== 'refused') return;
      this.#apply({ kind: 'lost', id: call, at: this.#now() });
      // The call has ended, but a third person may still be in its room.
      if (held && this.#room.id === null) this.#enterRoom(held, true);
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
      case 'availability':
        this.#profile.handleAvailability(payload);
        break;
      case 'direct_message':
        this.direct.handleMessage(payload);
        break;
      case 'myself_changed':
        this.#profile.handleChanged();
        void this.history.load();
        break;
    }
  }

  /**
   * Shows an answered call only after the browser has the answer's media description. Rendering the
   * call takes the page longer than connecting takes the browser.
   */
  #handleChanged(change: CallChanged): void {
    const { id, state } = change.call;
    this.#ice.takeFromCall(change);
    this.#answered.flush(id);
    const rings = this.#calls.some((one) => one.id === id && one.phase === 'ringing_out');
    if (rings && state === 'connecting' && change.here && this.#prepared.awaitsAnswer(id)) {
      this.#answered.defer(id, ANSWER_FIRST, () => this.#takeChange(change));
    } else {
      this.#takeChange(change);
    }
  }

  #takeChange(change: CallChanged): void {
    if (this.#closed) return;
    const self = this.#sink.get().me?.id;
    if (!self) return;
    const { call } = change;
    const before = this.#calls.find(({ id }) => id === call.id);
    if (!this.#done.has(call.id)) this.#apply({ kind: 'told', change, self });
    const now = this.#calls.find(({ id }) => id === call.id);
    if (now?.phase === 'ringing_in' && !before)
      void this.#devices.prepare(now.video, () => this.#stillRings(now.id));
    if (now && isAnswered(now)) this.#prepared.release(call.id);
    if (isAnsweredState(call) && before?.answeredAt == null) this.#profile.meet(call, self);
    if (call.state !== 'ended') return;
    this.history.handleEnded(call);
    const missed = call.answered_at === undefined && call.callee.id === self;
    if (missed && call.end !== 'declined') this.#sink.set({ missed: this.#sink.get().missed + 1 });
    // This page does not show how a call ended elsewhere or was missed.
    if (!now?.here) this.dismiss(call.id);
  }

  #handleSignal(signal: CallSignal): void {
    const call = this.#calls.find(({ id }) => id === signal.call_id);
    if (!call || call.phase === 'ended') return;
    if (call.phase !== 'ringing_in' && !call.here) return;
    const room = this.#rooms.get(call.id);
    const other = room?.other_participant_id;
    const met = other && this.#deps.room.get().roster.byId[other];
    if (met && !this.#prepared.has(call.id, signal.transport_id)) {
      // The signal was sent before its sender entered the room, and arrived after.
      this.#deps.meeting.handleSignal(other, signal.transport_id, signal.signal);
      return;
    }
    this.#prepared.handleSignal(signal, isAnswered(call));
    if (signal.signal.type === 'answer') this.#answered.hasten(call.id);
    if (room) this.#prepared.name(call.id, room.other_participant_id);
  }

  /** Acts on the present state of all calls. */
  #follow(): void {
    if (this.#closed) return;
    const calls = this.#calls;
    this.#deps.ring(calls);
    for (const call of calls) {
      const elsewhere = !call.here && call.phase !== 'ringing_in';
      const room = this.#rooms.get(call.id);
      if (room && call.phase === 'ended') this.#room.markLeft(room.other_participant_id);
      if (call.phase === 'ended' || elsewhere) this.#forget(call.id);
    }
    const answered = calls.find((call) => isAnswered(call) && this.#rooms.has(call.id));
    const room = answered && this.#rooms.get(answered.id);
    if (answered && room) {
      const video = answered.video && !this.#devices.isWithoutCamera(answered.id);
      const held = { call: answered.id, video, room };
      writeSavedCall(held);
      if (this.#room.id === null) this.#enterRoom(held);
    }
    this.#room.leaveIfAlone();
    // Devices prepare a ringing call; without any call they are released.
    const wanted = calls.some((call) => isActive(call) || call.phase === 'ringing_in');
    if (!wanted && this.#room.id === null) this.#devices.stop();
  }

  #stillRings(call: CallId): boolean {
    if (this.#closed || this.#room.id !== null) return false;
    return this.#calls.some(({ id, phase }) => id === call && phase === 'ringing_in');
  }

  #setRoom(call: CallId, room: CallRoom): void {
    this.#rooms.set(call, room);
    this.#nameParticipants();
  }

  #nameParticipants(): void {
    const others = [...this.#rooms].map(([id, room]) => [id, room.other_participant_id]);
    this.#sink.set({ participants: Object.fromEntries(others) });
  }

  #forget(call: CallId): void {
    this.#prepared.drop(call);
    this.#pictures.delete(call);
    if (this.#rooms.delete(call)) this.#nameParticipants();
    this.#reported.delete(call);
  }

  #enterRoom({ call, video, room }: SavedCall, returning = false): void {
    const { me } = this.#sink.get();
    if (!me) return;
    this.#roomCall = call;
    this.#devices.start(video);
    this.#room.enter(room, me.name, returning);
  }

  #handleHungUp(call: CallId): void {
    const own = this.#calls.find(({ id }) => id === call);
    if (!own || !isAnswered(own)) return;
    const at = this.#now();
    // The person who hung up may never return, so whoever returns first completes the history.
    this.#hangUps.tell(own, at);
    this.#apply({ kind: 'hung_up', id: call, at });
  }

  /** The room changed: media connected or failed, or somebody left. */
  #handleRoom(): void {
    const { transports, meetingId } = this.#deps.room.get();
    if (this.#closed || this.#room.id === null || meetingId !== this.#room.id) return;
    for (const call of this.#calls) {
      const other = this.#rooms.get(call.id)?.other_participant_id;
      if (call.phase !== 'connecting' || !call.here || !other) continue;
      const state = transports[other]?.status;
      if (state === 'connected') this.#report(call.id, 'call_connected');
      else if (state === 'failed') this.#report(call.id, 'call_failed');
    }
    this.#room.handleRoom();
  }

  #report(call: CallId, what: 'call_connected' | 'call_failed'): void {
    if (this.#reported.has(call)) return;
    this.#reported.add(call);
    this.client.ask(what, { call_id: call }, true).catch(() => {});
  }
}

function isAnsweredState({ state }: CallRecord): boolean {
  return state === 'connecting' || state === 'in_call';
}
