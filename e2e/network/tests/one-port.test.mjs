// A firewall that lets nothing but TCP to the page's own port through: media comes by that port too.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { measure, received, sleep, TRUSTING } from '../lib/browser.mjs';
import { gather, meet } from '../lib/meeting.mjs';
import { drop, household, publicHost, separate } from '../lib/net.mjs';
import { startServer } from '../lib/server.mjs';

const SERVER = '5.5.5.10';
const [ANA, BEN] = ['5.6.1.2', '5.6.2.2'];

let machine;
let hosts;

before(() => {
  machine = publicHost('server', SERVER);
  hosts = {
    Ana: household('ana', { address: ANA, lan: '192.168.1' }).host,
    Ben: household('ben', { address: BEN, lan: '192.168.2' }).host,
  };
  separate(ANA, BEN);
  drop(`-p udp -d ${SERVER}`, `-p udp -s ${SERVER}`, `-p tcp -d ${SERVER} ! --dport 3000`);
});

/** Joins both through the forwarding server, and waits until both see and hear; returns their transports. */
async function forwarded(t, server) {
  const started = Date.now();
  const people = await gather(t, server, hosts, [TRUSTING]);
  for (const person of people) {
    for (;;) {
      const { pictures, samples } = await received(person);
      if (pictures.length > 0 && samples > 0) break;
      assert.ok(Date.now() - started < 60_000, `${person.name} sees and hears nothing`);
      await sleep(200);
    }
  }
  t.diagnostic(
    `both see and hear ${(Date.now() - started) / 1000} s after the first opened the page`,
  );
  return Promise.all(people.map(measure));
}

test('peer to peer, both go through the relay by TLS', async (t) => {
  const server = await startServer(machine, SERVER);
  t.after(() => server.stop());
  const { paths } = await meet(t, server, hosts, [TRUSTING]);
  for (const path of paths) assert.equal(path.relayProtocol, 'tls', JSON.stringify(path));
});

test('through the forwarding server, ICE goes over TCP', async (t) => {
  const server = await startServer(machine, SERVER, ['--mesh-max', '1']);
  t.after(() => server.stop());
  const ways = await forwarded(t, server);
  for (const { path } of ways) assert.equal(path.protocol, 'tcp', JSON.stringify(path));
});

test('where only TLS gets through, the relay leads to the forwarding server', async (t) => {
  const server = await startServer(machine, SERVER, ['--mesh-max', '1']);
  t.after(() => server.stop());
  // STUN that is not inside TLS shows its magic cookie.
  t.after(drop(`-p tcp -d ${SERVER} -m string --algo bm --hex-string |2112a442|`));
  const ways = await forwarded(t, server);
  for (const { path } of ways) assert.equal(path.relayProtocol, 'tls', JSON.stringify(path));
});
