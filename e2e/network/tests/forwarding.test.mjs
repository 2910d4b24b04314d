// Three people through the forwarding server, one of them behind a poor link: that one keeps the sound
// and what pictures fit, and the others notice nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { received, sleep } from '../lib/browser.mjs';
import { gather } from '../lib/meeting.mjs';
import { household, publicHost } from '../lib/net.mjs';
import { startServer } from '../lib/server.mjs';

const SERVER = '5.5.5.10';

let server;
let ana;
let ben;
let cleo;

before(async () => {
  server = await startServer(publicHost('server', SERVER), SERVER, ['--mesh-max', '1']);
  ana = household('ana', { address: '5.6.1.2', lan: '192.168.1' });
  ben = household('ben', { address: '5.6.2.2', lan: '192.168.2' });
  cleo = household('cleo', { address: '5.6.3.2', lan: '192.168.3' });
});

after(() => server?.stop());

/** What arrives within some seconds: share of made-up sound, frames and lines of each picture. */
async function over(person, seconds) {
  const began = await received(person);
  await sleep(seconds * 1000);
  const now = await received(person);
  const pictures = now.pictures
    .map(({ id, frames, lines }) => {
      const known = began.pictures.find((picture) => picture.id === id);
      return { frames: frames - (known?.frames ?? 0), lines };
    })
    .filter(({ frames }) => frames > 0);
  const samples = now.samples - began.samples;
  return { concealed: samples > 0 ? (now.concealed - began.concealed) / samples : 1, pictures };
}

const words = ({ concealed, pictures }) =>
  `${(100 * concealed).toFixed(1)} % of the sound concealed, pictures: ${
    pictures.map(({ frames, lines }) => `${frames} frames of ${lines} lines`).join(', ') || 'none'
  }`;

/** Waits until that many pictures arrive; returns the seconds it took. */
async function untilPictures(person, count, within) {
  const started = Date.now();
  for (;;) {
    const { pictures } = await over(person, 1);
    if (pictures.length >= count) return (Date.now() - started) / 1000;
    if ((Date.now() - started) / 1000 > within) {
      throw new Error(`${person.name} sees ${pictures.length} pictures after ${within} s`);
    }
  }
}

test('a poor link keeps the sound and small pictures, and harms nobody else', async (t) => {
  const people = await gather(t, server, { Ana: ana.host, Ben: ben.host, Cleo: cleo.host });
  for (const person of people) await untilPictures(person, 2, 40);
  const [before] = await Promise.all([over(people[0], 5)]);
  t.diagnostic(`Ana before: ${words(before)}`);

  await t.test('300 kbit/s and 5 % loss', async (t) => {
    cleo.router.limit('lan', 300);
    cleo.router.lose('lan', 0.05);
    await sleep(10_000);
    const [poor, good] = await Promise.all([over(people[2], 10), over(people[0], 10)]);
    t.diagnostic(`Cleo: ${words(poor)}`);
    t.diagnostic(`Ana: ${words(good)}`);
    assert.ok(poor.concealed < 0.25, 'the sound goes on');
    assert.ok(poor.pictures.length >= 1, 'a picture goes on');
    assert.ok(good.concealed < 0.1, 'the others hear as before');
    assert.equal(good.pictures.length, 2, 'the others see as before');
  });

  await t.test('150 kbit/s, and all of it back', async (t) => {
    cleo.router.iptables('-D FORWARD 1');
    cleo.router.limit('lan', 150);
    await sleep(10_000);
    const poor = await over(people[2], 10);
    t.diagnostic(`at 150 kbit/s: ${words(poor)}`);
    assert.ok(poor.concealed < 0.25, 'the sound goes on');
    cleo.router.limit('lan', 3_000);
    const seconds = await untilPictures(people[2], 2, 90);
    await sleep(5_000);
    t.diagnostic(`both pictures after ${seconds} s; then ${words(await over(people[2], 3))}`);
  });
});
