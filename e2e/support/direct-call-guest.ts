import { expect } from '@playwright/test';

import { Client, type Transport } from './signaling.ts';

export const OFFER = { type: 'offer', sdp: 'v=0 offer' };

/** Client of `/direct-call`, over the official Socket.IO client. */
export class Guest {
  readonly client: Client;
  readonly id: string;
  #asked = 0;

  private constructor(client: Client, id: string) {
    this.client = client;
    this.id = id;
  }

  static async open(origin: string, transport: Transport = 'websocket'): Promise<Guest> {
    const client = await Client.connect(`${origin}/direct-call`, transport);
    await expect.poll(() => client.named('me').length).toBe(1);
    const guest = new Guest(client, client.socket.id ?? '');
    expect(client.events.splice(0)).toEqual([{ name: 'me', payload: guest.id, seq: undefined }]);
    return guest;
  }

  say(event: string, ...payload: unknown[]): void {
    this.client.socket.emit(event, ...payload);
  }

  call(to: { id: string }, signalData: unknown = OFFER, name = 'Ana'): void {
    this.say('callUser', { userToCall: to.id, signalData, from: this.id, name });
  }

  /** Consumes exactly these events. */
  async hears(...expected: [string, unknown?][]): Promise<void> {
    const events = (): [string, unknown?][] =>
      this.client.events.map(({ name, payload }) =>
        payload === undefined ? [name] : [name, payload],
      );
    await expect.poll(events).toEqual(expected);
    this.client.events.splice(0);
  }

  /** Asserts silence: an event sent to itself arrives after all earlier ones. */
  async hearsNothing(): Promise<void> {
    this.#asked += 1;
    const message = `nothing ${this.#asked}`;
    this.say('sendMessage', { to: this.id, message, from: this.id });
    await this.hears(['receiveMessage', { message, from: this.id }]);
  }

  async isRefused(): Promise<void> {
    await this.hears(['error', { message: expect.stringMatching(/.+/) }]);
  }
}
