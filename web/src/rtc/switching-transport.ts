import { Emitter } from '../lib/emitter';
import { Timers } from '../lib/timers';
import type { TransportState } from '../lib/transport-state';
import type {
  MediaPath,
  MediaState,
  ParticipantId,
  Signal,
  TransportId,
} from '../protocol/protocol.gen';
import { onceFlowing } from './flowing';
import type {
  ForwardedTransport,
  ForwardingEvent,
  MediaStats,
  MediaTransport,
  MediaTransportEvents,
  PeerTransport,
} from './media-transport';
import { NOTHING_SENT, SOURCES, type Source, type View } from './source';

/** How long the new path may take before it is shown whatever it carries, in ms. */
const PATIENCE = 10_000;
/**
 * How long the old path goes on after this side needs it no more, in ms: the others may need what
 * it sends.
 */
const LINGER = 4_000;
/** Delay before the code of the forwarding server's transport is loaded again, in ms. */
const LOAD_AGAIN = 3_000;

export interface Paths {
  mesh(): PeerTransport;
  /** Loads and makes the transport through the forwarding server, when it is first needed. */
  forwarded(): Promise<ForwardedTransport>;
}

interface Person {
  wasHere: boolean;
  foreign: boolean;
  media: MediaState;
  view: View | null;
}

/** A path, and what it last reported. */
interface Side {
  path: MediaPath;
  transport: MediaTransport;
  tracks: Map<ParticipantId, Map<Source, MediaStreamTrack>>;
  states: Map<ParticipantId, TransportState>;
  /** True if the server has forgotten its end, as after a restart. */
  isForgotten: boolean;
  undo: () => void;
}

/**
 * Media over the path that the room has chosen. A change of the path is made before the old one is
 * broken: both sides send on both, each picture and voice is taken over once it flows on the new
 * path, and the old one is closed last.
 */
export class SwitchingTransport {
  readonly events = new Emitter<MediaTransportEvents>();
  readonly #paths: Paths;
  readonly #timers = new Timers<'patience' | 'linger' | 'load'>();
  readonly #published = new Map<Source, MediaStreamTrack>();
  readonly #people = new Map<ParticipantId, Person>();
  /** Whose signaling is down; told before they are added, too. */
  readonly #absent = new Set<ParticipantId>();
  /** Tracks as last told. */
  readonly #shown = new Map<ParticipantId, Map<Source, MediaStreamTrack>>();
  /** Waits for a track of the new path to flow. */
  readonly #waits = new Map<string, () => void>();
  #path: MediaPath;
  #current: Side | null = null;
  #old: Side | null = null;
  #up = true;
  #closed = false;

  constructor(path: MediaPath, paths: Paths) {
    this.#paths = paths;
    this.#path = path;
    this.#openPath();
  }

  get path(): MediaPath {
    return this.#path;
  }

  /** The room has chosen this path. */
  setPath(path: MediaPath): void {
    if (path === this.#path || this.#closed) return;
    this.#path = path;
    this.#timers.clearAll();
    this.#stopWaits();
    if (this.#old?.path === path) {
      // Back before the old path was closed.
      [this.#current, this.#old] = [this.#old, this.#current];
      this.#restore();
      this.#takeOver();
    } else {
      this.#closeOld();
      this.#old = this.#current;
      this.#current = null;
      this.#openPath();
    }
  }

  /**
   * The room was rejoined, and is on this path. `isKnown`: the server still has what this page
   * publishes.
   */
  rejoin(path: MediaPath, isKnown: boolean): void {
    for (const side of this.#sides()) side.isForgotten ||= !isKnown && side.path === 'server';
    if (path === this.#path) this.#restore();
    else this.setPath(path);
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    if (track) this.#published.set(source, track);
    else this.#published.delete(source);
    for (const { transport } of this.#sides()) transport.publish(source, track);
  }

  addParticipant(participant: ParticipantId, wasHere: boolean, foreign = false): void {
    const known = this.#people.get(participant);
    const person: Person = {
      wasHere,
      foreign,
      media: known?.media ?? NOTHING_SENT,
      view: known?.view ?? null,
    };
    this.#people.set(participant, person);
    for (const side of this.#sides()) this.#addTo(side, participant, person);
  }

  removeParticipant(participant: ParticipantId): void {
    this.#people.delete(participant);
    for (const side of this.#sides()) {
      side.transport.removeParticipant(participant);
      side.tracks.delete(participant);
      side.states.delete(participant);
    }
    for (const source of SOURCES) this.#show(participant, source, null);
    this.#shown.delete(participant);
    this.#finishSoon();
  }

  setMedia(participant: ParticipantId, media: MediaState): void {
    const person = this.#people.get(participant);
    if (!person) return;
    person.media = media;
    this.#forwarded()?.setMedia(participant, media);
    this.#finishSoon();
  }

  setView(participant: ParticipantId, view: View): void {
    const person = this.#people.get(participant);
    if (person) person.view = view;
    for (const { transport } of this.#sides()) transport.setView(participant, view);
  }

  setPresent(participant: ParticipantId, present: boolean): void {
    if (present) this.#absent.delete(participant);
    else this.#absent.add(participant);
    for (const { transport } of this.#sides()) transport.setPresent(participant, present);
  }

  isLive(participant: ParticipantId): boolean {
    return this.#sides().some(({ transport }) => transport.isLive(participant));
  }

  verify(participant: ParticipantId): void {
    this.#mesh()?.verify(participant);
  }

  handleSignal(from: ParticipantId, transportId: TransportId | undefined, signal: Signal): void {
    this.#mesh()?.handleSignal(from, transportId, signal);
  }

  handleEvent(event: ForwardingEvent): void {
    this.#forwarded()?.handleEvent(event);
  }

  handleSignaling(up: boolean): void {
    this.#up = up;
    for (const { transport } of this.#sides()) transport.handleSignaling(up);
  }

  handleNetworkChange(): void {
    for (const { transport } of this.#sides()) transport.handleNetworkChange();
  }

  retry(participant: ParticipantId): void {
    if (this.#timers.has('load')) this.#openPath();
    this.#current?.transport.retry(participant);
  }

  audioLevel(participant: ParticipantId): number {
    return Math.max(0, ...this.#sides().map(({ transport }) => transport.audioLevel(participant)));
  }

  async stats(): Promise<MediaStats> {
    const side = this.#current ?? this.#old;
    return side ? side.transport.stats() : { participants: new Map(), upstream: null };
  }

  hangUp(): boolean {
    return this.#mesh()?.hangUp() ?? false;
  }

  close(): void {
    this.#closed = true;
    this.#timers.clearAll();
    this.#stopWaits();
    for (const side of this.#sides()) closeSide(side);
    this.#current = null;
    this.#old = null;
    for (const participant of [...this.#people.keys()]) this.removeParticipant(participant);
    this.events.clear();
  }

  #sides(): Side[] {
    return [this.#current, this.#old].filter((side) => side !== null);
  }

  #mesh(): PeerTransport | null {
    const side = this.#sides().find(({ path }) => path === 'mesh');
    return side ? (side.transport as PeerTransport) : null;
  }

  #forwarded(): ForwardedTransport | null {
    const side = this.#sides().find(({ path }) => path === 'server');
    return side ? (side.transport as ForwardedTransport) : null;
  }

  /** Sets up again what the present path has lost meanwhile. */
  #restore(): void {
    const side = this.#current;
    if (side?.path !== 'server') return;
    const forwarded = side.transport as ForwardedTransport;
    if (side.isForgotten) forwarded.reopen();
    else forwarded.resume();
    side.isForgotten = false;
  }

  #openPath(): void {
    this.#timers.clear('load');
    if (this.#path === 'mesh') {
      this.#begin('mesh', this.#paths.mesh());
      return;
    }
    const isWanted = () => !this.#closed && this.#path === 'server' && this.#current === null;
    this.#paths.forwarded().then(
      (transport) => {
        if (isWanted()) this.#begin('server', transport);
        else transport.close();
      },
      () => {
        if (isWanted()) this.#timers.set('load', LOAD_AGAIN, () => this.#openPath());
      },
    );
  }

  #begin(path: MediaPath, transport: MediaTransport): void {
    const side: Side = {
      path,
      transport,
      tracks: new Map(),
      states: new Map(),
      isForgotten: false,
      undo: () => {},
    };
    const undo = [
      transport.events.on('track', ({ participant, source, track }) =>
        this.#handleTrack(side, participant, source, track),
      ),
      transport.events.on('state', ({ participant, state }) => {
        side.states.set(participant, state);
        this.#tellState(participant);
      }),
      transport.events.on('picture', (event) => {
        if (side === this.#current) this.events.emit('picture', event);
      }),
      transport.events.on('hung_up', (event) => this.events.emit('hung_up', event)),
    ];
    side.undo = () => {
      for (const act of undo) act();
    };
    this.#current = side;
    transport.handleSignaling(this.#up);
    for (const [source, track] of this.#published) transport.publish(source, track);
    for (const [participant, person] of this.#people) this.#addTo(side, participant, person);
    this.#takeOver();
  }

  #addTo(side: Side, participant: ParticipantId, person: Person): void {
    const { wasHere, foreign, media, view } = person;
    side.transport.setPresent(participant, !this.#absent.has(participant));
    if (side.path === 'mesh') {
      (side.transport as PeerTransport).addParticipant(participant, wasHere, foreign);
    } else {
      const forwarded = side.transport as ForwardedTransport;
      forwarded.addParticipant(participant);
      forwarded.setMedia(participant, media);
    }
    if (view) side.transport.setView(participant, view);
  }

  #handleTrack(
    side: Side,
    participant: ParticipantId,
    source: Source,
    track: MediaStreamTrack | null,
  ): void {
    const tracks = side.tracks.get(participant) ?? new Map<Source, MediaStreamTrack>();
    const before = tracks.get(source);
    side.tracks.set(participant, tracks);
    if (track) tracks.set(source, track);
    else tracks.delete(source);
    if (side === this.#current) {
      this.#offer(participant, source, track);
    } else if (before && this.#shown.get(participant)?.get(source) === before) {
      // The old path changes or ends what is still shown of it.
      this.#show(participant, source, track ?? this.#currentTrack(participant, source));
    }
  }

  #currentTrack(participant: ParticipantId, source: Source): MediaStreamTrack | null {
    return this.#current?.tracks.get(participant)?.get(source) ?? null;
  }

  /** A track of the new path: shown at once, unless the old path shows something meanwhile. */
  #offer(participant: ParticipantId, source: Source, track: MediaStreamTrack | null): void {
    const key = `${participant} ${source}`;
    this.#waits.get(key)?.();
    this.#waits.delete(key);
    const shown = this.#shown.get(participant)?.get(source) ?? null;
    const isOld = shown !== null && this.#old?.tracks.get(participant)?.get(source) === shown;
    if (!isOld || !this.#timers.has('patience')) {
      this.#show(participant, source, track);
      return;
    }
    if (!track) return;
    const stop = onceFlowing(track, () => {
      this.#waits.delete(key);
      this.#show(participant, source, track);
      this.#finishSoon();
    });
    this.#waits.set(key, stop);
  }

  #show(participant: ParticipantId, source: Source, track: MediaStreamTrack | null): void {
    const tracks = this.#shown.get(participant) ?? new Map<Source, MediaStreamTrack>();
    if ((tracks.get(source) ?? null) === track) return;
    if (track) tracks.set(source, track);
    else tracks.delete(source);
    if (tracks.size > 0) this.#shown.set(participant, tracks);
    else this.#shown.delete(participant);
    this.events.emit('track', { participant, source, track });
  }

  /** The better state of both paths counts until the old one is closed. */
  #tellState(participant: ParticipantId): void {
    const now = this.#current?.states.get(participant);
    const old = this.#old?.states.get(participant);
    const state = old?.status === 'connected' && now?.status !== 'connected' ? old : (now ?? old);
    if (state) this.events.emit('state', { participant, state });
  }

  /** Starts to take over what the present path carries. */
  #takeOver(): void {
    if (!this.#old) return;
    this.#timers.set('patience', PATIENCE, () => this.#finish());
    for (const participant of this.#people.keys()) {
      for (const source of SOURCES) {
        const track = this.#currentTrack(participant, source);
        if (track) this.#offer(participant, source, track);
      }
    }
    this.#finishSoon();
  }

  /** Ends the wait once nothing that is sent is shown from the old path. */
  #finishSoon(): void {
    if (!this.#old || !this.#current || !this.#timers.has('patience')) return;
    for (const [participant, { media, view }] of this.#people) {
      if (this.#current.states.get(participant)?.status !== 'connected') return;
      for (const source of SOURCES) {
        const isSeen = source !== 'camera' || (view?.camera ?? 0) > 0;
        const shown = this.#shown.get(participant)?.get(source);
        const isOld = shown && this.#old.tracks.get(participant)?.get(source) === shown;
        if (media[source] && isSeen && isOld) return;
      }
    }
    this.#finish();
  }

  /** Shows everything from the new path, and closes the old one after a while. */
  #finish(): void {
    this.#timers.clear('patience');
    this.#stopWaits();
    for (const participant of this.#people.keys()) {
      const isConnected = this.#current?.states.get(participant)?.status === 'connected';
      for (const source of SOURCES) {
        const track = this.#currentTrack(participant, source);
        // Rather an old picture that moves than none.
        if (track || isConnected) this.#show(participant, source, track);
      }
    }
    this.#timers.set('linger', LINGER, () => this.#closeOld());
  }

  #closeOld(): void {
    const old = this.#old;
    if (!old) return;
    this.#old = null;
    closeSide(old);
    for (const [participant, tracks] of old.tracks) {
      for (const [source, track] of tracks) {
        if (this.#shown.get(participant)?.get(source) !== track) continue;
        this.#show(participant, source, this.#currentTrack(participant, source));
      }
    }
    for (const participant of this.#people.keys()) this.#tellState(participant);
  }

  #stopWaits(): void {
    for (const stop of this.#waits.values()) stop();
    this.#waits.clear();
  }
}

function closeSide({ transport, undo }: Side): void {
  undo();
  transport.close();
}
