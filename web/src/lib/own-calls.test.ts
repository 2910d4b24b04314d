import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CallChanged, CallEnd, CallRecord } from '../protocol/protocol.gen';
import { type CallEvent, type OwnCall, reduceCalls, talkTime } from './own-calls';

const ANA = { id: 'kalu-mipo-tesa', name: 'Ana' };
const BEN = { id: 'zuzu-zuzu-zuzu', name: 'Ben' };

const RINGS = { state: 'ringing' } as const;
const CONNECTING = { state: 'connecting', answered_at: 20 } as const;
const IN_CALL = { state: 'in_call', answered_at: 20 } as const;
const over = (end: CallEnd, answered = false) =>
  ({ state: 'ended', ended_at: 30, end, ...(answered && { answered_at: 20 }) }) as const;

function told(
  state: typeof RINGS | typeof CONNECTING | typeof IN_CALL | ReturnType<typeof over>,
  { here = true, self = ANA.id, id = 'c' } = {},
): CallEvent {
  const base = { id, caller: ANA, callee: BEN, video: true, called_at: 10 };
  const change: CallChanged = { call: { ...base, ...state } as CallRecord, here };
  return { kind: 'told', change, self };
}

function outcome(...events: CallEvent[]): OwnCall | undefined {
  return events.reduce<readonly OwnCall[]>(reduceCalls, [])[0];
}

describe('a call', () => {
  it('rings out, connects, is there, and is hung up', () => {
    expect(outcome(told(RINGS))).toMatchObject({
      phase: 'ringing_out',
      outgoing: true,
      other: BEN,
    });
    expect(outcome(told(RINGS), told(CONNECTING))).toMatchObject({ phase: 'connecting' });
    expect(outcome(told(RINGS), told(CONNECTING), told(IN_CALL))).toMatchObject({
      phase: 'in_call',
    });
    const end = outcome(told(RINGS), told(CONNECTING), told(IN_CALL), told(over('hung_up', true)));
    expect(end).toMatchObject({ phase: 'ended', end: 'hung_up', answeredAt: 20, endedAt: 30 });
  });

  it('rings in at every page, and goes on at one', () => {
    const elsewhere = { here: false, self: BEN.id };
    expect(outcome(told(RINGS, elsewhere))).toMatchObject({ phase: 'ringing_in', other: ANA });
    const taken = outcome(told(RINGS, elsewhere), told(CONNECTING, elsewhere));
    expect(taken).toMatchObject({ phase: 'connecting', here: false });
  });

  it.each(['declined', 'no_answer', 'busy', 'unavailable', 'cancelled', 'failed'] as const)(
    'ends as %s',
    (end) => {
      expect(outcome(told(RINGS), told(over(end)))).toMatchObject({
        phase: 'ended',
        end,
        here: true,
      });
      // Calls to unreachable people end at once.
      expect(outcome(told(over(end)))).toMatchObject({ phase: 'ended', end });
    },
  );

  it('is over here as soon as one says so, and the server says how', () => {
    const hungUp: CallEvent = { kind: 'hung_up', id: 'c', at: 25 };
    expect(outcome(told(RINGS), hungUp)).toMatchObject({ end: 'cancelled', endedAt: 25 });
    const talked = [told(RINGS), told(IN_CALL), hungUp];
    expect(outcome(...talked)).toMatchObject({ end: 'hung_up', endedAt: 25 });
    expect(outcome(...talked, told(over('hung_up', true)))).toMatchObject({ endedAt: 30 });
    const declined: CallEvent = { kind: 'declined', id: 'c', at: 25 };
    const rung = told(RINGS, { here: false, self: BEN.id });
    expect(outcome(rung, declined)).toMatchObject({ end: 'declined' });
    expect(outcome(rung, hungUp)).toMatchObject({ phase: 'ringing_in' });
  });

  it('is taken to be over where the server lost it', () => {
    const lost: CallEvent = { kind: 'lost', id: 'c', at: 40 };
    expect(outcome(told(RINGS), lost)).toMatchObject({ end: 'failed' });
    expect(outcome(told(IN_CALL), lost)).toMatchObject({ end: 'hung_up' });
  });

  it('stops to ring where the server is away, and goes on where it was answered', () => {
    expect(outcome(told(RINGS, { here: false, self: BEN.id }), { kind: 'down' })).toBeUndefined();
    expect(outcome(told(IN_CALL), { kind: 'down' })).toMatchObject({ phase: 'in_call' });
  });

  it('that can be answered no more is gone, unless it was answered here', () => {
    const withdrawn: CallEvent = { kind: 'withdrawn', id: 'c' };
    expect(outcome(told(RINGS, { here: false, self: BEN.id }), withdrawn)).toBeUndefined();
    expect(outcome(told(IN_CALL), withdrawn)).toMatchObject({ phase: 'in_call' });
  });

  it('is gone once its end was read, and not before', () => {
    const dismissed: CallEvent = { kind: 'dismissed', id: 'c' };
    expect(outcome(told(IN_CALL), dismissed)).toBeDefined();
    expect(outcome(told(over('busy')), dismissed)).toBeUndefined();
  });

  it('that ended elsewhere is not this page’s to tell of', () => {
    expect(outcome(told(over('hung_up', true), { here: false }))).toBeUndefined();
  });
});

it('only ever goes on, whatever comes in whichever order', () => {
  const order = ['ringing_out', 'ringing_in', 'connecting', 'in_call', 'ended'];
  const rank = (call: OwnCall) => Math.max(0, order.indexOf(call.phase) - 1);
  const state = fc.constantFrom(
    RINGS,
    CONNECTING,
    IN_CALL,
    over('hung_up', true),
    over('declined'),
  );
  const id = fc.constantFrom('a', 'b', 'c');
  const at = fc.integer({ min: 0, max: 99 });
  const event = fc.oneof(
    fc
      .record({ state, here: fc.boolean(), id, self: fc.constantFrom(ANA.id, BEN.id) })
      .map(({ state, ...rest }) => told(state, rest)),
    fc.record({ kind: fc.constantFrom('hung_up', 'declined', 'lost'), id, at }),
    fc.constant({ kind: 'down' } as const),
    fc.record({ kind: fc.constant('withdrawn'), id }),
  ) as fc.Arbitrary<CallEvent>;
  fc.assert(
    fc.property(fc.array(event), (events) => {
      let calls: readonly OwnCall[] = [];
      for (const one of events) {
        const before = new Map(calls.map((call) => [call.id, call]));
        calls = reduceCalls(calls, one);
        expect(new Set(calls.map((call) => call.id)).size).toBe(calls.length);
        for (const call of calls) {
          const was = before.get(call.id);
          if (was) expect(rank(call)).toBeGreaterThanOrEqual(rank(was));
          expect(call.phase === 'ended').toBe(call.end !== null);
          expect(call.phase === 'ended').toBe(call.endedAt !== null);
        }
      }
    }),
  );
});

it('is as long as the two talked', () => {
  expect([talkTime(null, 5), talkTime(5, null), talkTime(5, 9), talkTime(9, 5)]).toEqual([
    null,
    null,
    4,
    0,
  ]);
});
