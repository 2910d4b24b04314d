import type { OwnCall } from '../../lib/own-calls';
import { dropHangUp, keepHangUp, unsentHangUps } from '../../lib/unsent-hang-ups';
import type { CallsClient } from '../../rtc/calls-client';
import type { CallId } from '../../rtc/protocol.gen';
import { problemOf } from './problem';

/** Tells the server who hung up and when, however long it is away: by then this page may have been closed. */
export class HangUps {
  readonly #client: CallsClient;
  #resent = false;

  constructor(client: CallsClient) {
    this.#client = client;
  }

  /** Once one is signed in for the first time: what this page could not tell before it was closed. */
  resend(): void {
    if (!this.#resent) for (const { id, at } of unsentHangUps()) this.#send(id, at);
    this.#resent = true;
  }

  tell({ id, answeredAt }: OwnCall, at: number): void {
    // What was never answered is over anyway when the server is back.
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
        // Over already; unless this page is closed before it could be told.
        if (problemOf(error) !== 'offline') dropHangUp(id);
      },
    );
  }
}
