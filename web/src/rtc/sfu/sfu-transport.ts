import { Emitter } from '../../lib/emitter';
import type { TransportState } from '../../lib/transport-state';
import type { MediaState, ParticipantId } from '../../protocol/protocol.gen';
import type {
  ForwardedTransport,
  ForwardingEvent,
  ForwardingSignaling,
  MediaStats,
  MediaTransportEvents,
} from '../media-transport';
import type { Source, View } from '../source';
import { Downstream } from './downstream';
import { Upstream } from './upstream';

/**
 * Media through the forwarding server: one peer connection up, on which everything is sent once,
 * and one down.
 */
export class SfuTransport implements ForwardedTransport {
  readonly events = new Emitter<MediaTransportEvents>();
  readonly #up: Upstream;
  readonly #down: Downstream;
  readonly #people = new Set<ParticipantId>();
  /** The state last reported, of all participants. */
  #state: TransportState = { status: 'connecting' };

  constructor(signaling: ForwardingSignaling) {
    this.#up = new Upstream(signaling, () => this.#handleState());
    this.#down = new Downstream(signaling, {
      onState: () => this.#handleState(),
      onTrack: (participant, source, track) =>
        this.events.emit('track', { participant, source, track }),
      onPicture: (participant, source, state) =>
        this.events.emit('picture', { participant, source, state }),
    });
    this.#down.connection.open();
  }

  publish(source: Source, track: MediaStreamTrack | null): void {
    this.#up.publish(source, track);
  }

  addParticipant(participant: ParticipantId): void {
    this.#people.add(participant);
    this.#down.addParticipant(participant);
    this.events.emit('state', { participant, state: this.#state });
  }

  removeParticipant(participant: ParticipantId): void {
    this.#people.delete(participant);
    this.#down.removeParticipant(participant);
  }

  setMedia(participant: ParticipantId, media: MediaState): void {
    this.#down.setMedia(participant, media);
  }

  setView(participant: ParticipantId, view: View): void {
    this.#down.setView(participant, view);
  }

  /** A participant without signaling may still send to the server. */
  setPresent(): void {}

  isLive(participant: ParticipantId): boolean {
    return this.#people.has(participant) && this.#down.connection.isLive;
  }

  handleSignaling(up: boolean): void {
    this.#up.connection.setReachable(up);
    this.#down.connection.setReachable(up);
    if (up) this.#down.resubscribe();
  }

  handleNetworkChange(): void {
    this.#up.connection.restart();
    this.#down.connection.restart();
  }

  retry(): void {
    this.handleNetworkChange();
  }

  audioLevel(participant: ParticipantId): number {
    return this.#down.audioLevel(participant);
  }

  async stats(): Promise<MediaStats> {
    const [participants, upstream] = await Promise.all([this.#down.stats(), this.#up.stats()]);
    return { participants, upstream };
  }

  handleEvent({ name, payload }: ForwardingEvent): void {
    switch (name) {
      case 'slot_changed':
        this.#down.handleSlotChanged(payload.mid, payload.state);
        break;
      case 'heard':
        this.#down.handleHeard(payload.slots);
        break;
      case 'wanted':
        this.#up.handleWanted(payload.source, payload.height);
        break;
      case 'media_transport_changed':
        if (payload.connected) break;
        (payload.direction === 'up' ? this.#up : this.#down).connection.handleEnded();
        break;
    }
  }

  reopen(): void {
    this.#up.reopen();
    this.#down.connection.open();
  }

  resume(): void {
    if (!this.#up.connection.pc) this.#up.reopen();
    if (!this.#down.connection.pc) this.#down.connection.open();
  }

  close(): void {
    this.#up.close();
    this.#down.close();
    this.#people.clear();
    this.events.clear();
  }

  /** The worse of both directions counts, as far as they are used. */
  #handleState(): void {
    const down = this.#down.connection.state;
    const up = this.#up.connection;
    const state = up.pc && down.status === 'connected' ? worse(up.state, down) : down;
    if (state === this.#state) return;
    this.#state = state;
    for (const participant of this.#people) this.events.emit('state', { participant, state });
  }
}

function worse(up: TransportState, down: TransportState): TransportState {
  return up.status === 'connected' ? { ...up, relayed: up.relayed || isRelayed(down) } : up;
}

function isRelayed(state: TransportState): boolean {
  return state.status === 'connected' && state.relayed;
}
