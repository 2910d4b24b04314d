import type { MediaOfferRequest, VideoSlot } from '../../protocol/protocol.gen';
import type { ForwardingSignaling } from '../media-transport';

/** Answer to an offer: resolves with it, or rejects. */
interface Asked<T> {
  request: T;
  answer(): void;
  refuse(error: Error): void;
}

/** A forwarding server for tests, as far as signaling shows it. It answers when the test says so. */
export class FakeForwarding implements ForwardingSignaling {
  readonly offers: Asked<MediaOfferRequest>[] = [];
  readonly subscriptions: Asked<VideoSlot[]>[] = [];
  /** Answers everything at once. */
  prompt = true;

  offer(request: MediaOfferRequest): Promise<{ sdp: string }> {
    return this.#ask(this.offers, request, { sdp: 'answer' });
  }

  async subscribe(slots: VideoSlot[]): Promise<void> {
    await this.#ask(this.subscriptions, slots, undefined);
  }

  knownIceServers(): RTCIceServer[] {
    return [];
  }

  /** Offers of that direction. */
  of(direction: 'up' | 'down'): MediaOfferRequest[] {
    return this.offers.map(({ request }) => request).filter((one) => one.direction === direction);
  }

  /** Pictures in the slots, as last told: participant, source and height. */
  get shown(): string[] {
    const slots = this.subscriptions.at(-1)?.request ?? [];
    return slots.map(
      ({ participant_id, source, height }) => `${participant_id} ${source} ${height}`,
    );
  }

  #ask<T, R>(asked: Asked<T>[], request: T, result: R): Promise<R> {
    return new Promise((resolve, reject) => {
      asked.push({ request, answer: () => resolve(result), refuse: reject });
      if (this.prompt) resolve(result);
    });
  }
}
