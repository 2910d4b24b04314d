import { otherOf } from '../../lib/own-calls';
import { readPreferences } from '../../lib/preferences';
import type {
  AvailabilityChanged,
  CallRecord,
  PersonId,
  SignedIn,
} from '../../protocol/protocol.gen';
import type { CallsClient } from '../../rtc/calls-client';
import type { CallsSink } from './history';

/** The person's profile, contacts and their availability. */
export class OwnProfile {
  readonly #client: CallsClient;
  readonly #sink: CallsSink;

  constructor(client: CallsClient, sink: CallsSink) {
    this.#client = client;
    this.#sink = sink;
  }

  handleSignedIn(reply: SignedIn): void {
    this.#take(reply);
    this.tellAway();
    // A name entered while offline, or before this server knew the person.
    const { name } = readPreferences();
    if (name === '' || name === reply.person.name) return;
    this.#client.ask('set_profile', { name }).then(
      () => this.#sink.set({ me: { ...reply.person, name } }),
      () => {},
    );
  }

  /** The server changed something that no event describes. */
  handleChanged(): void {
    // The next sign-in asks again.
    this.#client.ask('myself', {}).then(
      (reply) => this.#take(reply),
      () => {},
    );
  }

  handleAvailability({ person_id, availability }: AvailabilityChanged): void {
    const { contacts } = this.#sink.get();
    this.#sink.set({
      contacts: contacts.map((one) =>
        one.party.id === person_id ? { ...one, availability } : one,
      ),
    });
  }

  /** A call was answered: the two are contacts from now on. */
  meet(call: CallRecord, self: PersonId): void {
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

  /** True if the page is hidden. */
  tellAway(): void {
    if (!this.#client.isUp) return;
    const away = document.visibilityState !== 'visible';
    this.#client.ask('set_away', { away }).catch(() => {});
  }

  #take(reply: SignedIn): void {
    this.#sink.set({
      me: reply.person,
      whoMayCall: reply.who_may_call,
      blocked: reply.blocked,
      contacts: reply.contacts,
      missed: reply.missed,
      unread: reply.unread,
    });
  }
}
