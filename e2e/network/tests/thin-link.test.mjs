// A link that carries a third of what a picture may use: the first seconds of a meeting do not break
// the sound.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { mediaFlows, sleep } from '../lib/browser.mjs';
import { gather } from '../lib/meeting.mjs';
import { household, publicHost } from '../lib/net.mjs';
import { startServer } from '../lib/server.mjs';

const SERVER = '5.5.5.10';
const KILOBITS = 400;

let server;
let ana;
let ben;

before(async () => {
  server = await startServer(publicHost('server', SERVER), SERVER);
  ana = household('ana', { address: '5.6.1.2', lan: '192.168.1' });
  ben = household('ben', { address: '5.6.2.2', lan: '192.168.2' });
});

after(() => server?.stop());

/** What arrived of the other since media began. */
function heard({ page }) {
  return page.evaluate(async () => {
    const out = { samples: 0, concealed: 0, frames: 0, lines: 0 };
    for (const pc of window.transports) {
      for (const it of (await pc.getStats()).values()) {
        if (it.type !== 'inbound-rtp') continue;
        if (it.kind === 'audio' && it.totalSamplesReceived > out.samples) {
          out.samples = it.totalSamplesReceived;
          out.concealed = it.concealedSamples - (it.silentConcealedSamples ?? 0);
        }
        if (it.kind === 'video' && it.framesDecoded > out.frames) {
          out.frames = it.framesDecoded;
          out.lines = it.frameHeight;
        }
      }
    }
    return out;
  });
}

test('the first seconds on a thin uplink leave the sound whole', async (t) => {
  ana.router.limit('wan', KILOBITS);
  const people = await gather(t, server, { Ana: ana.host, Ben: ben.host });
  await mediaFlows(people);
  const began = await heard(people[1]);
  await sleep(8_000);
  const now = await heard(people[1]);
  const share = (now.concealed - began.concealed) / (now.samples - began.samples);
  const early = began.concealed / began.samples;
  t.diagnostic(
    `uplink of ${KILOBITS} kbit/s: ${(100 * early).toFixed(1)} % of the sound concealed in the first ` +
      `${(began.samples / 48_000).toFixed(1)} s, ${(100 * share).toFixed(1)} % in the next 8 s; ` +
      `${now.frames - began.frames} frames, ${now.lines} lines`,
  );
  assert.ok(share < 0.2, `${share} of the sound is concealed`);
  assert.ok(now.frames > began.frames, 'the picture goes on');
});
