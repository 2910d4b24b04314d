import type { OwnCall } from '../../lib/own-calls';
import { dropHangUp, keepHangUp, unsentHangUps } from '../../lib/unsent-hang-ups';
import type { CallId } from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';
import { problemOf } from './problem';

/**
 * Tells the server who hung up and when, however long the server is away. Unsent hang-ups survive
 * closing the page.
 */
export class HangUps {
  readonly #client: CallsClient;
  #resent = false;

  constructor(client: CallsClient) {
    this.#client = client;
  }

  /** After the first sign-in: sends hang-ups that an earlier page could not send. */
  resend(): void {
    if (!this.#resent) for (const { id, at } of unsentHangUps()) this.#send(id, at);
    this.#resent = true;
  }

  tell({ id, answeredAt }: OwnCall, at: number): void {
    // A call that was never answered ends by itself when the server restarts.
    if (answeredAt !== null) keepHangUp({ id, at });
    this.#send(id, answeredAt === null ? undefined : at);
  }

  #send(id: CallId, at?: number): void {
    const told = this.#client.ask(
      'hang_up',
      { call_id: id, ...(at !== undefined && { at }) },
      true,
    );
    told.then(
      () => dropHangUp(id),
      (error: unknown) => {
        // The call has ended already; the entry is needed only if the page closes first.
        if (problemOf(error) !== 'offline') dropHangUp(id);
      },
    );
  }
}
