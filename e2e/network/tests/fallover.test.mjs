// The way that media took is gone in mid-call: it finds another by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { measure, mediaFlows, outage, sleep } from '../lib/browser.mjs';
import { isRelayed, meet } from '../lib/meeting.mjs';
import { connect, drop, household, publicHost, separate } from '../lib/net.mjs';
import { startServer } from '../lib/server.mjs';

const SERVER = '5.5.5.10';
const [ANA, BEN] = ['5.6.1.2', '5.6.2.2'];

let server;
let ana;
let ben;

before(async () => {
  server = await startServer(publicHost('server', SERVER), SERVER);
  ana = household('ana', { address: ANA, lan: '192.168.1' });
  ben = household('ben', { address: BEN, lan: '192.168.2' });
});

after(() => server?.stop());

/** Logs how long it took. No limit here: it depends on the machine, and `outage` has a timeout. */
function report(t, what, outages) {
  const words = outages.map(({ name, seconds }) => `${name} ${seconds.toFixed(1)} s`);
  t.diagnostic(`${what}: without media ${words.join(', ')}`);
}

test('when the direct way is cut, the relay takes over', async (t) => {
  const { people, paths } = await meet(t, server, { Ana: ana.host, Ben: ben.host });
  assert.ok(!isRelayed(paths[0], SERVER));
  const watching = outage(people);
  t.after(separate(ANA, BEN));
  report(t, 'direct way cut', await watching);
  const { flows } = await mediaFlows(people);
  for (const { path } of flows) assert.ok(isRelayed(path, SERVER), JSON.stringify(path));
});

test('when UDP is blocked altogether, TCP takes over', async (t) => {
  const { people } = await meet(t, server, { Ana: ana.host, Ben: ben.host });
  const watching = outage(people);
  t.after(drop(`-p udp -s ${ANA}`, `-p udp -d ${ANA}`));
  report(t, 'UDP blocked', await watching);
  const { flows } = await mediaFlows(people);
  assert.equal(flows[0].path.relayProtocol, 'tcp');
});

test('when everything is cut for 12 seconds, media comes back by itself', async (t) => {
  const { people } = await meet(t, server, { Ana: ana.host, Ben: ben.host });
  const watching = outage(people, { within: 90_000 });
  const plug = drop(`-s ${ANA}`, `-d ${ANA}`);
  const [outages] = await Promise.all([
    watching,
    new Promise((resolve) => {
      setTimeout(() => {
        plug();
        resolve();
      }, 12_000);
    }),
  ]);
  report(t, 'no network for 12 s', outages);
});

test('after 30 seconds without any network the call is direct again', async (t) => {
  const { people, paths } = await meet(t, server, { Ana: ana.host, Ben: ben.host });
  for (const path of paths) assert.ok(isDirect(path), JSON.stringify(path));
  const plug = drop(`-s ${ANA}`, `-d ${ANA}`);
  await sleep(30_000);
  plug();
  const began = Date.now();
  const passed = () => ((Date.now() - began) / 1000).toFixed(1);
  for (;;) {
    const seen = await Promise.all(people.map(measure));
    if (seen.every(({ path, frames }) => path && isDirect(path) && frames > 0)) break;
    assert.ok(Date.now() - began < 120_000, JSON.stringify(seen));
    await sleep(500);
  }
  t.diagnostic(`direct ${passed()} s after the network came back`);
  await mediaFlows(people);
});

test('when somebody moves to another network, media follows', async (t) => {
  // Ana's router has a second uplink, with another public address; the first is unplugged.
  connect(ana.router, '5.7.1.2', 'mobile');
  ana.router.ip('route replace default via 5.6.1.1 dev wan');
  ana.router.iptables('-t nat -A POSTROUTING -o mobile -j MASQUERADE --random-fully');
  ana.router.iptables('-A INPUT -i mobile -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT');
  ana.router.iptables('-A INPUT -i mobile -j DROP');
  const { people } = await meet(t, server, { Ana: ana.host, Ben: ben.host });
  const watching = outage(people, { within: 90_000 });
  ana.router.ip('link set wan down');
  ana.router.ip('route replace default via 5.7.1.1 dev mobile');
  report(t, 'moved to another network', await watching);
});

function isDirect({ local, remote, protocol }) {
  return local !== 'relay' && remote !== 'relay' && protocol === 'udp';
}
