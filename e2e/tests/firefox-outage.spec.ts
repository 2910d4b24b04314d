import type { Browser } from 'puppeteer-core';

import { FirefoxPerson, launchFirefox } from '../support/firefox.ts';
import { type Evaluates, expectRising, expectStill, received } from '../support/media.ts';
import { expect, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

// The relay may send to itself, which a relay on the internet need not and may not.
const server = useServer({ args: ['--relay-allow-peers', '127.0.0.0/8'] });

/** A network in which nothing gets through but the relay: with the server, all of it is away. */
const onlyByRelay = (): void => {
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
};

let firefox: Browser;
test.beforeAll(async () => {
  firefox = await launchFirefox();
});
test.afterAll(() => firefox.close());

test('after an outage there is media again between Chromium and Firefox', async ({ person }) => {
  test.setTimeout(180_000);
  const fox = await FirefoxPerson.open(firefox, 'Fox');
  await fox.page.evaluateOnNewDocument(onlyByRelay);
  const chrome = await person('Chrome', { prepare: onlyByRelay });
  const { link } = await server().createMeeting();
  await fox.join(link);
  await chrome.join(link);
  await expectRising(chrome.page, 'Fox');
  await expectRising(fox, 'Chrome');
  expect((await received(chrome.page, 'Fox'))?.candidates).toBe('relay-relay');

  // Nobody is told: what is sent is not refused, and comes to nothing.
  server().freeze();
  await expectStill(chrome.page, 'Fox', 'frames');
  // Each looks for a way by itself, in vain, or has found out first that nobody would hear of it.
  const both: Evaluates[] = [chrome.page, fox];
  for (const page of both) {
    const tried = (): boolean =>
      window.e2e.peers().some(({ signalingState }) => signalingState === 'have-local-offer') ||
      document.body.textContent.includes('Connection lost');
    await expect.poll(() => page.evaluate(tried, null), { timeout: 40_000 }).toBe(true);
  }
  await server().kill();
  await server().restart();

  await Promise.all([
    expectRising(chrome.page, 'Fox', ['frames', 'audioBytes', 'audioEnergy'], 45_000),
    expectRising(fox, 'Chrome', ['frames', 'audioBytes'], 45_000),
  ]);
  await expect(chrome.page.getByText(/^(Reconnecting|Connecting)…/)).toHaveCount(0);
  // Firefox tells of the socket that was lost.
  expect(fox.errors.filter((error) => !/The connection to ws:/.test(error))).toEqual([]);
  await fox.page.close();
});
