// Two people, each behind a router of their own, and a server with a public address.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { mediaFlows } from '../lib/browser.mjs';
import { isRelayed, meet } from '../lib/meeting.mjs';
import { drop, household, publicHost, separate } from '../lib/net.mjs';
import { metric, startServer } from '../lib/server.mjs';

const SERVER = '5.5.5.10';
const RELAYED_PORTS = '49160:57351';

let server;
const relayedPackets = async () =>
  (await metric(server, 'convene_relay_packets_total{direction="between_clients"}')) +
  (await metric(server, 'convene_relay_packets_total{direction="to_peer"}')) +
  (await metric(server, 'convene_relay_packets_total{direction="to_client"}'));

before(async () => {
  server = await startServer(publicHost('server', SERVER), SERVER);
});

after(() => server?.stop());

describe('with home routers on both sides', () => {
  const [ANA, BEN] = ['5.6.1.2', '5.6.2.2'];
  let hosts;
  before(() => {
    hosts = {
      Ana: household('ana', { address: ANA, lan: '192.168.1' }).host,
      Ben: household('ben', { address: BEN, lan: '192.168.2' }).host,
    };
  });

  test('media goes straight from one to the other', async (t) => {
    const { paths } = await meet(t, server, hosts);
    for (const path of paths) {
      assert.notEqual(path.local, 'relay');
      assert.notEqual(path.remote, 'relay');
      assert.ok(!isRelayed(path, SERVER));
      assert.equal(path.protocol, 'udp');
    }
  });

  test('a firewall between the two is passed by the relay', async (t) => {
    t.after(separate(ANA, BEN));
    const { paths } = await meet(t, server, hosts);
    for (const path of paths) assert.ok(isRelayed(path, SERVER), JSON.stringify(path));
  });

  test('where the relay can be reached by TCP only, TCP carries the media', async (t) => {
    t.after(drop(`-p udp -s ${ANA}`, `-p udp -s ${BEN}`));
    const { paths } = await meet(t, server, hosts);
    for (const path of paths) {
      assert.deepEqual([path.local, path.remote, path.relayProtocol], ['relay', 'relay', 'tcp']);
    }
  });

  test('one with UDP and one with only TCP meet at the relay', async (t) => {
    t.after(drop(`-p udp -s ${BEN}`));
    const { paths } = await meet(t, server, hosts);
    assert.ok(isRelayed(paths[0], SERVER));
    assert.deepEqual([paths[1].local, paths[1].relayProtocol], ['relay', 'tcp']);
  });
});

describe('with symmetric NATs on both sides', () => {
  const [CAT, DAN] = ['5.6.3.2', '5.6.4.2'];
  let hosts;
  before(() => {
    hosts = {
      Cat: household('cat', { address: CAT, lan: '192.168.3', symmetric: true }).host,
      Dan: household('dan', { address: DAN, lan: '192.168.4', symmetric: true }).host,
    };
  });

  test('the relay carries the media', async (t) => {
    const earlier = await relayedPackets();
    const { paths } = await meet(t, server, hosts);
    for (const path of paths) assert.ok(isRelayed(path, SERVER), JSON.stringify(path));
    assert.ok((await relayedPackets()) - earlier > 100, 'the server counted what it relayed');
  });

  test('with a firewall between them and only port 3478 open, media goes from relay to relay', async (t) => {
    t.after(separate(CAT, DAN));
    t.after(drop(`-p udp -d ${SERVER} --dport ${RELAYED_PORTS}`));
    const between = 'convene_relay_packets_total{direction="between_clients"}';
    const earlier = await metric(server, between);
    const met = await meet(t, server, hosts);
    let { paths } = met;
    // ICE may begin with a pair over TCP; it goes over to UDP, which has the higher priority.
    for (
      let tries = 0;
      tries < 15 && paths.some((path) => path.relayProtocol !== 'udp');
      tries += 1
    ) {
      paths = (await mediaFlows(met.people)).flows.map(({ path }) => path);
    }
    for (const path of paths) {
      assert.deepEqual([path.local, path.remote, path.relayProtocol], ['relay', 'relay', 'udp']);
      assert.equal(path.localAddress, SERVER);
    }
    assert.ok((await metric(server, between)) - earlier > 100, 'inside the process');
  });
});
