import { expect } from '@playwright/test';

import type { Person } from './meeting.ts';

/** Heap growth per join that counts as a leak, in KiB. One leaked transport is far more. */
export const KIB_PER_JOIN = 10;

/** Joins `other` from prejoin, leaves to prejoin, and asserts that nothing stays alive. */
export async function joinAndLeave(person: Person, other: string): Promise<void> {
  await person.joinNow();
  await expect(person.tile(other).locator('video')).toHaveCSS('opacity', '1');
  await person.leave();
  await expect
    .poll(() => person.page.evaluate(() => window.e2e.live()))
    .toEqual({ peerConnections: 0, tracks: 0, audioContexts: 0, webSockets: 0 });
  await person.button('Rejoin').click();
}

/** Heap size after garbage collection, in KiB, measured with the camera off. */
export async function heapKiB(person: Person): Promise<number> {
  const browser = await person.context.newCDPSession(person.page);
  await browser.send('HeapProfiler.enable');
  await person.button('Turn off camera').click();
  for (let i = 0; i < 3; i++) await browser.send('HeapProfiler.collectGarbage');
  const { usedSize } = await browser.send('Runtime.getHeapUsage');
  await person.button('Turn on camera').click();
  await browser.detach();
  return usedSize / 1024;
}
