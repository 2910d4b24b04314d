// A laptop serves its own LAN, where devices may not talk to each other (AP isolation). The server
// has a private address only, and nothing is configured.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { meet } from '../lib/meeting.mjs';
import { isolatedLan } from '../lib/net.mjs';
import { metric, startServer } from '../lib/server.mjs';

const SERVER = '192.168.7.10';

test('two people on an isolating LAN meet through the relay of a private server', async (t) => {
  const [laptop, ana, ben] = isolatedLan('192.168.7.1', [
    { name: 'laptop', address: SERVER },
    { name: 'ana', address: '192.168.7.21' },
    { name: 'ben', address: '192.168.7.22' },
  ]);
  const server = await startServer(laptop, SERVER);
  t.after(() => server.stop());
  const { paths } = await meet(t, server, { Ana: ana, Ben: ben });
  for (const path of paths) {
    assert.deepEqual([path.local, path.remote], ['relay', 'relay']);
    assert.equal(path.localAddress, SERVER);
  }
  const between = 'convene_relay_packets_total{direction="between_clients"}';
  assert.ok((await metric(server, between)) > 100, 'inside the process');
  const toPeer = 'convene_relay_packets_total{direction="to_peer"}';
  assert.equal(await metric(server, toPeer), 0, 'nothing was sent into the LAN for anybody');
});
