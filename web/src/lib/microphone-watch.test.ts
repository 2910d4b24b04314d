import { describe, expect, it } from 'vitest';

import {
  type MicrophoneReading,
  nextMutedSpeech,
  nextTrouble,
  UNNOTICED,
  UNTROUBLED,
} from './microphone-watch';

const STEP = 250;

/** Checks a microphone four times a second through all parts; returns the times of trouble. */
function watch(parts: [ms: number, reading: Partial<MicrophoneReading>][]) {
  let state = UNTROUBLED;
  let now = 0;
  const troubles: { from: number; trouble: string | null }[] = [];
  for (const [ms, reading] of parts) {
    for (const end = now + ms; now < end; now += STEP) {
      const next = nextTrouble(state, { state: 'live', peak: 0, track: 1, ...reading }, now);
      if (next.trouble !== state.trouble) troubles.push({ from: now, trouble: next.trouble });
      state = next;
    }
  }
  return troubles;
}

describe('a microphone', () => {
  it('that gives digital silence is noticed after eight seconds', () => {
    expect(watch([[10_000, { peak: 0 }]])).toEqual([{ from: 8_000, trouble: 'silent' }]);
  });

  it('of a quiet person in a quiet room is none of that', () => {
    expect(watch([[600_000, { peak: 0.0002 }]])).toEqual([]);
  });

  it('that gives sound now and then is not silent', () => {
    const pause: [number, object] = [7_000, { peak: 0 }];
    const word: [number, object] = [250, { peak: 0.01 }];
    expect(watch([pause, word, pause, word, pause, word])).toEqual([]);
  });

  it('that is heard again is well again, and is waited for longer from then on', () => {
    expect(
      watch([
        [9_000, { peak: 0 }],
        [1_000, { peak: 0.1 }],
        [31_000, { peak: 0 }],
      ]),
    ).toEqual([
      { from: 8_000, trouble: 'silent' },
      { from: 9_000, trouble: null },
    ]);
  });

  it('that is muted is silent by will, and has its time anew on unmuting', () => {
    expect(
      watch([
        [7_000, { peak: 0 }],
        [60_000, { state: 'muted', peak: 0 }],
        [7_000, { peak: 0 }],
      ]),
    ).toEqual([]);
  });

  it('that cannot be measured is not accused', () => {
    expect(watch([[60_000, { peak: null }]])).toEqual([]);
  });

  it('is judged afresh when it is another one', () => {
    expect(
      watch([
        [7_000, { peak: 0, track: 1 }],
        [7_000, { peak: 0, track: 2 }],
      ]),
    ).toEqual([]);
  });

  it('that the system holds back, or that went, is noticed sooner', () => {
    expect(watch([[2_000, { state: 'interrupted' }]])).toEqual([
      { from: 1_000, trouble: 'interrupted' },
    ]);
    expect(watch([[2_000, { state: 'ended', track: null }]])).toEqual([
      { from: 1_000, trouble: 'ended' },
    ]);
  });

  it('that is back in a moment was never in trouble', () => {
    expect(
      watch([
        [750, { state: 'interrupted' }],
        [5_000, { peak: 0.1 }],
      ]),
    ).toEqual([]);
  });
});

/** Times of the warning for levels at each check; null stands for an open microphone. */
function told(parts: [ms: number, level: number | null][]) {
  let state = UNNOTICED;
  let now = 0;
  const changes: [number, boolean][] = [];
  for (const [ms, level] of parts) {
    for (const end = now + ms; now < end; now += STEP) {
      const next = nextMutedSpeech(state, level, now);
      if (next.noticed !== state.noticed) changes.push([now, next.noticed]);
      state = next;
    }
  }
  return changes;
}

describe('who is muted', () => {
  it('and speaks is told, for ten seconds', () => {
    expect(told([[20_000, 0.2]])).toEqual([
      [1_000, true],
      [11_000, false],
    ]);
  });

  it('and coughs is not, nor is a door', () => {
    expect(
      told([
        [250, 0.9],
        [3_000, 0],
        [750, 0.9],
        [3_000, 0],
      ]),
    ).toEqual([]);
  });

  it('and is silent, or far away, is not', () => {
    expect(told([[60_000, 0.01]])).toEqual([]);
  });

  it('is told at most once a minute, however much they talk', () => {
    const at = told([[130_000, 0.2]]).flatMap(([now, noticed]) => (noticed ? [now] : []));
    expect(at).toEqual([1_000, 61_000, 121_000]);
  });

  it('is told no more on unmuting, and not at once when muted again', () => {
    expect(
      told([
        [3_000, 0.2],
        [2_000, null],
        [20_000, 0.2],
      ]),
    ).toEqual([
      [1_000, true],
      [3_000, false],
    ]);
  });

  it('is not told of what was said before muting', () => {
    expect(
      told([
        [10_000, null],
        [1_000, 0.2],
        [2_000, 0],
      ]),
    ).toEqual([]);
  });
});
