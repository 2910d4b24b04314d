import { expect, it } from 'vitest';

import type { CallRecord, Contact, Party } from '../protocol/protocol.gen';
import { callPeople, isMissed } from './call-people';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };
const CLEO = { id: 'baba-baba-baba', name: 'Cleo' };
const DAN = { id: 'dada-dada-dada', name: 'Dan' };

const call = (caller: Party, callee: Party, at: number, talked = false): CallRecord => ({
  id: `${at}`,
  caller,
  callee,
  video: false,
  called_at: at,
  state: 'ended',
  ended_at: at + 5,
  ...(talked ? { answered_at: at + 1, end: 'hung_up' } : { end: 'no_answer' }),
});
const contact = (party: Party, at?: number): Contact => ({
  party,
  availability: 'online',
  ...(at !== undefined && { last_call_at: at }),
});

const NONE = { self: ANA.id, contacts: [], history: [], unread: [], blocked: [], book: {} };

it('has everybody once, with the latest call and when the two last talked', () => {
  const missed = call(BEN, ANA, 30);
  const people = callPeople({
    ...NONE,
    contacts: [contact(DAN, 5), contact({ ...BEN, name: 'Benjamin' }, 30)],
    history: [call(ANA, CLEO, 20), call(ANA, BEN, 10, true), missed, call(ANA, BEN, 8, true)],
    unread: [{ party: BEN, count: 2 }],
  });
  expect(people.favourites).toEqual([]);
  expect(people.recent.map(({ name }) => name)).toEqual(['Benjamin', 'Cleo', 'Dan']);
  expect(people.recent[0]).toMatchObject({
    availability: 'online',
    unread: 2,
    talkedAt: 10,
    latest: missed,
  });
  expect(people.recent[1]).toMatchObject({ availability: null, talkedAt: null, calledAt: 20 });
  expect(people.recent[2]).toMatchObject({ talkedAt: null, latest: null, calledAt: 5 });
});

it('has the name of somebody who called, also after one called back', () => {
  const unnamed = { id: BEN.id, name: BEN.id };
  const people = callPeople({ ...NONE, history: [call(ANA, unnamed, 20), call(BEN, ANA, 10)] });
  expect(people.recent).toMatchObject([{ name: 'Ben', party: BEN, calledAt: 20 }]);
});

it('has favourites by the names they were given, also those without any call', () => {
  const entry = { name: null, favourite: true, known: '' };
  const people = callPeople({
    ...NONE,
    history: [call(ANA, BEN, 10), call(CLEO, ANA, 20)],
    book: {
      [BEN.id]: { name: 'Zoe', favourite: true, known: 'Ben' },
      [CLEO.id]: { name: 'Clio', favourite: false, known: 'Cleo' },
      [DAN.id]: { ...entry, known: 'Dan' },
      'fafa-fafa-fafa': entry,
    },
  });
  expect(people.favourites.map(({ name }) => name)).toEqual(['Dan', 'fafa-fafa-fafa', 'Zoe']);
  expect(people.favourites[2]?.party).toEqual(BEN);
  expect(people.recent.map(({ name }) => name)).toEqual(['Clio']);
});

it('has those who wrote before all others, and nobody who is blocked', () => {
  const people = callPeople({
    ...NONE,
    history: [call(ANA, BEN, 10), call(CLEO, ANA, 20)],
    unread: [{ party: DAN, count: 1 }],
    blocked: [CLEO],
  });
  expect(people.recent.map(({ name }) => name)).toEqual(['Dan', 'Ben']);
});

it('counts a call as missed that this person neither took nor declined', () => {
  expect(isMissed(call(BEN, ANA, 1), ANA.id)).toBe(true);
  expect(isMissed(call(ANA, BEN, 1), ANA.id)).toBe(false);
  expect(isMissed(call(BEN, ANA, 1, true), ANA.id)).toBe(false);
  const declined = { ...call(BEN, ANA, 1), end: 'declined' } as CallRecord;
  expect(isMissed(declined, ANA.id)).toBe(false);
});
