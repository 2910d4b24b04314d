import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  advise,
  type ConnectionSample,
  type Judgement,
  judge,
  MEAGRE_BITRATE,
  nextJudgement,
  type Quality,
  type QualityReason,
  THRESHOLDS,
  UNJUDGED,
  uplink,
  type Verdict,
} from './connection-quality';

const flow = { bitrate: 1_000_000, loss: 0, camera: null, screen: null };

function sample(change: Partial<ConnectionSample> = {}): ConnectionSample {
  return {
    ramping: false,
    received: flow,
    sent: flow,
    allowed: 1_200_000,
    roundTrip: 20,
    jitter: 5,
    freezes: 0,
    frozen: 0,
    limited: { bandwidth: 0, cpu: 0 },
    route: { relayed: false, protocol: 'udp' },
    ...change,
  };
}

it('does not judge a connection that is new', () => {
  const bad = { roundTrip: 2_000, jitter: 900, limited: { bandwidth: 1, cpu: 1 } };
  expect(judge(sample(bad)).quality).toBe('poor');
  expect(judge(sample({ ...bad, ramping: true }))).toEqual({ quality: 'good', reasons: [] });
  const both = [sample({ ramping: true }), sample()];
  expect(uplink(both)?.ramping).toBe(false);
  expect(uplink([sample({ ramping: true })])?.ramping).toBe(true);
});

/** Good sample with one figure replaced. */
function withFigure(reason: QualityReason, value: number | null): ConnectionSample {
  switch (reason) {
    case 'loss_received':
      return sample({ received: { ...flow, loss: value } });
    case 'loss_sent':
      return sample({ sent: { ...flow, loss: value } });
    case 'round_trip':
      return sample({ roundTrip: value });
    case 'bandwidth':
    case 'cpu':
      return sample({
        sent: { ...flow, bitrate: MEAGRE_BITRATE - 1 },
        limited: value === null ? null : { bandwidth: 0, cpu: 0, [reason]: value },
      });
    default:
      return sample({ [reason]: value });
  }
}

const reasons = Object.keys(THRESHOLDS) as QualityReason[];
const qualities: Quality[] = ['good', 'fair', 'poor'];
const rank = (quality: Quality): number => qualities.indexOf(quality);

describe('judge', () => {
  it.each(reasons)('is good up to the threshold of %s, then fair, then poor', (reason) => {
    const { fair, poor } = THRESHOLDS[reason];
    expect(judge(withFigure(reason, fair * 0.99))).toEqual({ quality: 'good', reasons: [] });
    expect(judge(withFigure(reason, fair))).toEqual({ quality: 'fair', reasons: [reason] });
    if (Number.isFinite(poor)) {
      expect(judge(withFigure(reason, poor))).toEqual({ quality: 'poor', reasons: [reason] });
    }
  });

  it.each(reasons)('holds it against nobody that %s is not known', (reason) => {
    expect(judge(withFigure(reason, null)).quality).toBe('good');
    expect(judge(withFigure(reason, Number.NaN)).quality).toBe('good');
  });

  it('does not count a network as narrow that lets enough through', () => {
    const limited = { bandwidth: 1, cpu: 0 };
    expect(judge(sample({ limited })).quality).toBe('good');
  });

  it('names the worst first', () => {
    const bad = sample({ received: { ...flow, loss: 0.03 }, roundTrip: 900 });
    expect(judge(bad)).toEqual({ quality: 'poor', reasons: ['round_trip', 'loss_received'] });
  });

  it('never gets better as a figure gets worse, and gives a reason exactly when it is not good', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...reasons),
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        fc.double({ min: 0, max: 2_000, noNaN: true }),
        (reason, a, b) => {
          const lower = judge(withFigure(reason, Math.min(a, b)));
          const higher = judge(withFigure(reason, Math.max(a, b)));
          expect(rank(higher.quality)).toBeGreaterThanOrEqual(rank(lower.quality));
          expect(higher.reasons.length > 0).toBe(higher.quality !== 'good');
        },
      ),
    );
  });
});

const verdict = (quality: Quality): Verdict => ({
  quality,
  reasons: quality === 'good' ? [] : ['jitter'],
});

function judged(...seen: Quality[]): Judgement {
  return seen.map(verdict).reduce(nextJudgement, UNJUDGED);
}

describe('nextJudgement', () => {
  it('takes two bad samples to get worse, and three good ones to get better', () => {
    expect(judged('poor').quality).toBe('good');
    expect(judged('poor', 'poor').quality).toBe('poor');
    expect(judged('poor', 'poor', 'good', 'good').quality).toBe('poor');
    expect(judged('poor', 'poor', 'good', 'good', 'good').quality).toBe('good');
  });

  it('goes only as far as all of the samples went', () => {
    expect(judged('poor', 'fair').quality).toBe('fair');
    expect(judged('poor', 'poor', 'good', 'fair', 'good').quality).toBe('fair');
  });

  it('begins to count again after a sample that is as what is shown', () => {
    expect(judged('poor', 'good', 'poor', 'good', 'poor').quality).toBe('good');
    expect(judged('fair', 'fair', 'good', 'good', 'fair', 'good', 'good').quality).toBe('fair');
  });

  it('gives the reasons of the samples it goes by', () => {
    const slow: Verdict = { quality: 'fair', reasons: ['round_trip'] };
    const judgement = [slow, slow, verdict('good')].reduce(nextJudgement, UNJUDGED);
    expect(judgement).toMatchObject(slow);
    expect(nextJudgement(judgement, verdict('fair')).reasons).toEqual(['jitter']);
  });

  it('changes at most every second sample, only to what was seen, and follows what stays', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...qualities), { maxLength: 40 }),
        fc.constantFrom(...qualities),
        (seen, last) => {
          let judgement = UNJUDGED;
          let changedBefore = false;
          for (const [index, quality] of seen.entries()) {
            const next = nextJudgement(judgement, verdict(quality));
            const changed = next.quality !== judgement.quality;
            expect(changed && changedBefore).toBe(false);
            if (changed) expect(seen.slice(0, index + 1)).toContain(next.quality);
            expect(next.reasons.length > 0).toBe(next.quality !== 'good');
            changedBefore = changed;
            judgement = next;
          }
          for (let i = 0; i < 3; i += 1) judgement = nextJudgement(judgement, verdict(last));
          // Three verdicts may first complete an earlier streak, then move the level all the way.
          for (let i = 0; i < 3; i += 1) judgement = nextJudgement(judgement, verdict(last));
          expect(judgement.quality).toBe(last);
        },
      ),
    );
  });
});

describe('uplink', () => {
  it('knows nothing of nobody', () => {
    expect(uplink([])).toBeNull();
  });

  it('sums what is sent, and shows the largest picture', () => {
    const small = { codec: 'VP8', width: 320, height: 180, fps: 15 };
    const large = { codec: 'VP8', width: 1280, height: 720, fps: 30 };
    const own = uplink([
      sample({ sent: { ...flow, camera: small } }),
      sample({ sent: { ...flow, camera: large } }),
    ]);
    expect(own?.sent).toMatchObject({ bitrate: 2_000_000, camera: large });
  });

  it('is not made worse by one who is hard to reach, but by most', () => {
    const bad = sample({ sent: { ...flow, loss: 0.2 }, roundTrip: 900 });
    expect(judge(uplink([sample(), bad, sample()]) as ConnectionSample).quality).toBe('good');
    expect(judge(uplink([bad, bad, sample()]) as ConnectionSample).quality).toBe('poor');
  });
});

describe('advise', () => {
  const poor = (...of: QualityReason[]): Verdict => ({ quality: 'poor', reasons: of });
  const both = { alone: false, sending: true };

  it('says nothing where all is well', () => {
    expect(advise({ quality: 'good', reasons: [] }, sample(), both)).toEqual([]);
  });

  it('tells a bad Wi-Fi from a long way and from a busy device', () => {
    expect(advise(poor('loss_sent'), sample(), both)).toEqual([
      'nearer_router',
      'stop_downloads',
      'camera_off',
    ]);
    expect(advise(poor('round_trip'), sample(), both)).toEqual(['vpn_off', 'nearer_router']);
    expect(advise(poor('cpu'), sample(), both)).toEqual(['close_programs', 'camera_off']);
  });

  it('knows what the route has to do with it', () => {
    const relayed = sample({ route: { relayed: true, protocol: 'tcp' } });
    expect(advise(poor('round_trip'), relayed, both).slice(0, 2)).toEqual([
      'allow_udp',
      'nearer_relay',
    ]);
  });

  it('does not send one to the router for what is wrong elsewhere', () => {
    const advice = advise(poor('loss_received'), sample(), { alone: true, sending: true });
    expect(advice).toEqual(['at_their_end']);
  });

  it('does not ask to turn off a camera that is off', () => {
    expect(advise(poor('cpu'), sample(), { alone: false, sending: false })).toEqual([
      'close_programs',
    ]);
  });

  it('always has something to say when it is not good, once, and not too much', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...reasons), { minLength: 1 }),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (why, alone, sending, relayed) => {
          const route = { relayed, protocol: 'udp' as const };
          const advice = advise(poor(...why), sample({ route }), { alone, sending });
          expect(advice.length).toBeGreaterThan(0);
          expect(advice.length).toBeLessThanOrEqual(3);
          expect(new Set(advice).size).toBe(advice.length);
        },
      ),
    );
  });
});
