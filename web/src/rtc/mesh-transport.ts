import { shareCamera, shareScreen } from '../lib/bitrate';
import { Emitter } from '../lib/emitter';
import { Timers } from '../lib/timers';
import type { ParticipantId, Signal, TransportId } from '../protocol/protocol.gen';
import type {
  MediaSignaling,
  MediaStats,
  MediaTransportEvents,
  PeerTransport,
} from './media-transport';
import { MeshLink } from './mesh-link';
import type { Source, View } from './source';
import type { TransportStats } from './transport-stats';

/** Shortest time between two changes of the encodings, in ms: a window may be resized for long. */
const SHARE_INTERVAL = 250;
/** How often a shared window is checked for a new size, in ms. */
const FOLLOW_SCREEN = 3_000;

/**
 * Full mesh: one transport to every other participant. The later of two participants makes the
 * offer, so exactly one of them does.
 */
export class MeshTransport implements PeerTransport {
  readonly events = new Emitter<MediaTransportEvents>();
  readonly #selfId: ParticipantId;
  readonly #signaling: MediaSignaling;
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  readonly #links = new Map<ParticipantId, MeshLink>();
  readonly #absent = new Set<ParticipantId>();
  readonly #timers = new Timers<'share' | 'screen'>();
  #sharedAt = Number.NEGATIVE_INFINITY;
  #iceServers: RTCIceServer[];
  #up = true;

  constructor(selfId: ParticipantId, iceServers: RTCIceServer[], signaling: MediaSignaling) {
    this.#selfId = selfId;
    this.#iceServers = iceServers;
    this.#signaling = signaling;
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    if ((this.#tracks.get(source) ?? null) === track) return;
    if (track) this.#tracks.set(source, track);
    else this.#tracks.delete(source);
    for (const link of this.#links.values()) link.publish(source, track);
    if (source === 'screen_share') this.#followScreen();
  }

  addParticipant(participant: ParticipantId, wasHere: boolean, foreign = false): void {
    this.removeParticipant(participant);
    const link = new MeshLink(
      {
        // A client of another system does not look out for collisions: its browser takes our offer
        // in place of its own, so we must not answer that one.
        polite: !foreign && this.#selfId < participant,
        reachable: this.#isReachable(participant),
        foreign,
      },
      this.#tracks,
      {
        send: (transport_id, signal) =>
          this.#signaling.send({ to: participant, transport_id, signal }),
        iceServers: () => this.#freshIceServers(),
        knownIceServers: () => this.#signaling.knownIceServers?.() ?? this.#iceServers,
        onState: (state) => this.events.emit('state', { participant, state }),
        onTrack: (source, track) => this.events.emit('track', { participant, source, track }),
        onViewed: () => this.#shareSoon(),
        onHangUp: () => this.events.emit('hung_up', { participant }),
      },
    );
    this.#links.set(participant, link);
    this.#shareBandwidth();
    const prepared = this.#signaling.prepared?.(participant) ?? null;
    if (prepared) link.adopt(prepared);
    else if (wasHere) link.open();
    else link.expect();
  }

  removeParticipant(participant: ParticipantId): void {
    const link = this.#links.get(participant);
    if (!link) return;
    this.#links.delete(participant);
    link.close();
    this.#shareBandwidth();
  }

  setView(participant: ParticipantId, view: View): void {
    this.#links.get(participant)?.setView(view);
  }

  setPresent(participant: ParticipantId, present: boolean): void {
    if (present) this.#absent.delete(participant);
    else this.#absent.add(participant);
    this.#links.get(participant)?.setReachable(this.#isReachable(participant));
  }

  isLive(participant: ParticipantId): boolean {
    return this.#links.get(participant)?.isLive ?? false;
  }

  verify(participant: ParticipantId): void {
    this.#links.get(participant)?.verify();
  }

  handleSignal(from: ParticipantId, transportId: TransportId | undefined, signal: Signal): void {
    this.#links.get(from)?.handleSignal(transportId, signal);
  }

  handleSignaling(up: boolean): void {
    this.#up = up;
    for (const [participant, link] of this.#links) {
      link.setReachable(this.#isReachable(participant));
    }
  }

  handleNetworkChange(): void {
    for (const link of this.#links.values()) link.handleNetworkChange();
  }

  retry(participant: ParticipantId): void {
    this.#links.get(participant)?.retry();
  }

  audioLevel(participant: ParticipantId): number {
    return this.#links.get(participant)?.audioLevel() ?? 0;
  }

  async stats(): Promise<MediaStats> {
    const participants = new Map<ParticipantId, TransportStats>();
    await Promise.all(
      [...this.#links].map(async ([participant, link]) => {
        // A closing transport has no statistics.
        const stats = await link.stats().catch(() => null);
        if (stats) participants.set(participant, stats);
      }),
    );
    return { participants, upstream: null };
  }

  hangUp(): boolean {
    // Every participant must be told, even after one was reached.
    return [...this.#links.values()].map((link) => link.hangUp()).includes(true);
  }

  close(): void {
    for (const participant of [...this.#links.keys()]) this.removeParticipant(participant);
    this.#timers.clearAll();
    this.#tracks.clear();
    this.#absent.clear();
    this.events.clear();
  }

  #isReachable(participant: ParticipantId): boolean {
    return this.#up && !this.#absent.has(participant);
  }

  async #freshIceServers(): Promise<RTCIceServer[]> {
    this.#iceServers = await this.#signaling.iceServers();
    return this.#iceServers;
  }

  /** Runs at once, but not twice within a moment. */
  #shareSoon(): void {
    if (this.#timers.has('share')) return;
    const rest = this.#sharedAt + SHARE_INTERVAL - Date.now();
    if (rest <= 0) this.#shareBandwidth();
    else this.#timers.set('share', rest, () => this.#shareBandwidth());
  }

  /** Splits the bandwidth between the links, by their number and the size of the shown pictures. */
  #shareBandwidth(): void {
    this.#sharedAt = Date.now();
    const links = [...this.#links.values()];
    const cameras = shareCamera(links.map(({ viewed }) => viewed?.camera ?? null));
    const screens = shareScreen(links.map(({ viewed }) => viewed?.screen_share ?? null));
    links.forEach((link, index) => {
      const [camera, screen_share] = [cameras[index], screens[index]];
      if (camera && screen_share) link.setShares({ camera, screen_share });
    });
  }

  #followScreen(): void {
    if (!this.#tracks.has('screen_share')) {
      this.#timers.clear('screen');
      return;
    }
    for (const link of this.#links.values()) link.followScreen();
    this.#timers.set('screen', FOLLOW_SCREEN, () => this.#followScreen());
  }
}
