import type { Browser } from 'puppeteer-core';

import { FirefoxPerson, launchFirefox } from '../../support/firefox.ts';
import { type Evaluates, expectRising, expectStill, received } from '../../support/media.ts';
import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

// Lets the relay send to itself on loopback; a public relay must not do that.
const server = useServer({ args: ['--relay-allow-peers', '127.0.0.0/8'] });

/** Allows relayed media only, so a frozen server also stops media. */
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
  await Promise.all([fox.join(link), chrome.join(link)]);
  await Promise.all([expectRising(chrome.page, 'Fox'), expectRising(fox, 'Chrome')]);
  expect((await received(chrome.page, 'Fox'))?.candidates).toBe('relay-relay');

  // Silent failure: sent data is neither refused nor answered.
  server().freeze();
  await expectStill(chrome.page, 'Fox', 'frames');
  // Each side restarts ICE in vain, or has first noticed that signaling is down.
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
  // Firefox logs the lost socket.
  expect(fox.errors.filter((error) => !/The connection to ws:/.test(error))).toEqual([]);
  await fox.page.close();
});
