import type {
  Availability,
  CallRecord,
  Contact,
  Party,
  PersonId,
  Unread,
} from '../protocol/protocol.gen';
import type { AddressBook } from './address-book';
import { otherOf } from './own-calls';

/** A person whom this one calls, or who calls. */
export interface CallPerson {
  /** Id, and the name the person chose. */
  party: Party;
  /** The name this person gave them, else their own. */
  name: string;
  favourite: boolean;
  /** Null if the two have never talked: the server does not say. */
  availability: Availability | null;
  unread: number;
  /** Start of the latest call in which the two talked. */
  talkedAt: number | null;
  /** The latest call between the two, if the history has it. */
  latest: CallRecord | null;
  /** Time of the latest call, answered or not; null without any. */
  calledAt: number | null;
}

export interface CallPeople {
  /** By name. */
  favourites: CallPerson[];
  /** The latest first; those who wrote without a call come before. */
  recent: CallPerson[];
}

interface Sources {
  self: PersonId;
  contacts: readonly Contact[];
  history: readonly CallRecord[];
  unread: readonly Unread[];
  blocked: readonly Party[];
  book: AddressBook;
}

/** Everybody this person calls or is called by, each once. */
export function callPeople(sources: Sources): CallPeople {
  const { self, contacts, history, unread, blocked, book } = sources;
  const people = new Map<PersonId, CallPerson>();
  const person = (party: Party, calledAt: number | null): CallPerson => {
    const known = people.get(party.id);
    if (known) {
      known.calledAt = later(known.calledAt, calledAt);
      // The server does not name a callee one has never talked with, but their own calls do.
      if (known.party.name === party.id) {
        known.party = party;
        known.name = book[party.id]?.name ?? party.name;
      }
      return known;
    }
    const entry = book[party.id];
    const added: CallPerson = {
      party,
      name: entry?.name ?? party.name,
      favourite: entry?.favourite ?? false,
      availability: null,
      unread: 0,
      talkedAt: null,
      latest: null,
      calledAt,
    };
    people.set(party.id, added);
    return added;
  };

  // First, since contacts have the present names: a record keeps the name of its time.
  for (const { party, availability, last_call_at } of contacts) {
    person(party, last_call_at ?? null).availability = availability;
  }
  for (const record of [...history].sort((a, b) => b.called_at - a.called_at)) {
    const one = person(otherOf(record, self), record.called_at);
    one.latest ??= record;
    if (hasTalked(record)) one.talkedAt ??= record.called_at;
  }
  for (const { party, count } of unread) {
    person(party, null).unread = count;
  }
  for (const [id, { favourite, known }] of Object.entries(book)) {
    if (favourite) person({ id, name: known === '' ? id : known }, null);
  }
  for (const { id } of blocked) people.delete(id);
  people.delete(self);

  const all = [...people.values()];
  return {
    favourites: all
      .filter(({ favourite }) => favourite)
      .sort((a, b) => a.name.localeCompare(b.name)),
    recent: all.filter(({ favourite }) => !favourite).sort((a, b) => orderOf(b) - orderOf(a)),
  };
}

/** True if this person did not take the call and did not decline it. */
export function isMissed(record: CallRecord, self: PersonId): boolean {
  return (
    record.state === 'ended' &&
    record.answered_at === undefined &&
    record.end !== 'declined' &&
    record.caller.id !== self
  );
}

function hasTalked(record: CallRecord): boolean {
  return record.state !== 'ringing' && record.answered_at !== undefined;
}

function later(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function orderOf({ calledAt, unread }: CallPerson): number {
  return calledAt ?? (unread > 0 ? Number.MAX_VALUE : 0);
}
