import { expect } from '@playwright/test';

import type {
  CallAnswered,
  CallChanged,
  CallId,
  CallPage,
  CallPlaced,
  CallRoom,
  PersonId,
  SignedIn,
} from '../../web/src/protocol/protocol.gen.ts';
import { Client, type Joined, SILENT } from './signaling.ts';

/** One page of a person who can be called. */
export class Tab {
  readonly client: Client;
  readonly signedIn: SignedIn;

  private constructor(client: Client, signedIn: SignedIn) {
    this.client = client;
    this.signedIn = signedIn;
  }

  /** Opens a page for a new person or, with a token, for a known one. */
  static async open(origin: string, who: { name?: string; token?: string }): Promise<Tab> {
    const client = await Client.connect(origin);
    return new Tab(client, await client.ok<SignedIn>('sign_in', who));
  }

  get id(): PersonId {
    return this.signedIn.person.id;
  }

  get token(): string {
    return this.signedIn.token;
  }

  call(to: PersonId, more: object = {}): Promise<CallPlaced> {
    return this.client.ok<CallPlaced>('call', { to, video: true, ...more });
  }

  /** Answers the call once it rings here. */
  async answer(call: CallId): Promise<CallAnswered> {
    await this.expectState(call, 'ringing');
    return this.client.ok<CallAnswered>('answer_call', { call_id: call });
  }

  resume(call: CallId): Promise<CallPlaced> {
    return this.client.ok<CallPlaced>('resume_call', { call_id: call });
  }

  hangUp(call: CallId, more: object = {}): Promise<unknown> {
    return this.client.ok('hang_up', { call_id: call, ...more });
  }

  /** Every `call_changed` event that this page received for a call. */
  told(call: CallId): CallChanged[] {
    const changes = this.client.named('call_changed').map(({ payload }) => payload as CallChanged);
    return changes.filter((change) => change.call.id === call);
  }

  /** The call's state or end, as this page knows it; undefined if it has not heard of the call. */
  state(call: CallId): string | undefined {
    const last = this.told(call).at(-1)?.call;
    return last?.state === 'ended' ? last.end : last?.state;
  }

  async expectState(call: CallId, state: string): Promise<void> {
    await expect.poll(() => this.state(call), `${this.signedIn.person.name}`).toBe(state);
  }

  /** Availability of a person, as this page knows it. */
  availability(of: PersonId): string | undefined {
    const told = this.client.named('availability').map(({ payload }) => payload);
    const contact = this.signedIn.contacts.find(({ party }) => party.id === of);
    return (
      told.filter(({ person_id }) => person_id === of).at(-1)?.availability ?? contact?.availability
    );
  }

  async history(): Promise<CallPage['calls']> {
    return (await this.client.ok<CallPage>('call_history', {})).calls;
  }

  /** Enters the room of a call. */
  join(room: CallRoom): Promise<Joined> {
    return this.client.ok<Joined>('join', {
      meeting_id: room.meeting_id,
      name: this.signedIn.person.name,
      media: SILENT,
      token: room.ticket,
    });
  }

  close(): void {
    this.client.close();
  }
}
