// A cloud machine: a private address, and a public one that a 1:1 NAT in front of it translates.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { describe, joinMeeting, mediaFlows } from '../lib/browser.mjs';
import { isRelayed, meet } from '../lib/meeting.mjs';
import { connect, drop, Host, household, separate } from '../lib/net.mjs';
import { createMeeting, joinForIce, startServer } from '../lib/server.mjs';

const PUBLIC = '5.5.5.10';
const PRIVATE = '10.0.0.7';
const [ANA, BEN] = ['5.6.1.2', '5.6.2.2'];

let server;
let hosts;
let lena;

before(async () => {
  const cloud = new Host('cloud');
  connect(cloud, PUBLIC);
  cloud.sysctl('ipv4/ip_forward', 1);
  const machine = new Host('machine');
  cloud.ip('link add vpc type veth peer name eth0 netns machine');
  cloud.ip('addr add 10.0.0.1/24 dev vpc');
  cloud.ip('link set vpc up');
  machine.ip(`addr add ${PRIVATE}/24 dev eth0`);
  machine.ip('link set eth0 up');
  machine.ip('route add default via 10.0.0.1');
  cloud.iptables(`-t nat -A PREROUTING -d ${PUBLIC} -j DNAT --to-destination ${PRIVATE}`);
  cloud.iptables(`-t nat -A POSTROUTING -s ${PRIVATE} -o wan -j SNAT --to-source ${PUBLIC}`);
  server = await startServer(machine, PUBLIC, ['--external-ip', PUBLIC]);
  hosts = {
    Ana: household('ana', { address: ANA, lan: '192.168.1', symmetric: true }).host,
    Ben: household('ben', { address: BEN, lan: '192.168.2', symmetric: true }).host,
  };
  // On the other side of the same router, which leads nobody there to the public address.
  lena = new Host('lena');
  cloud.ip('link add office type veth peer name eth0 netns lena');
  cloud.ip('addr add 10.0.1.1/24 dev office');
  cloud.ip('link set office up');
  lena.ip('addr add 10.0.1.10/24 dev eth0');
  lena.ip('link set eth0 up');
  lena.ip('route add default via 10.0.1.1');
  cloud.iptables(`-t raw -A PREROUTING -i office -d ${PUBLIC} -j DROP`);
});

after(() => server?.stop());

test('the relay is named by its public address, and so are relayed addresses', async (t) => {
  const { ice, turn, signaling } = await joinForIce(server);
  t.after(() => signaling.close());
  assert.deepEqual(
    ice.servers.flatMap(({ urls }) => urls),
    [
      `stun:${PUBLIC}:3478`,
      `turn:${PUBLIC}:3478?transport=udp`,
      `turn:${PUBLIC}:3478?transport=tcp`,
      `turns:${PUBLIC}:3000?transport=tcp`,
    ],
  );
  assert.ok(turn.username && turn.credential);
});

test('media goes through the relay of a machine behind a 1:1 NAT', async (t) => {
  const { paths } = await meet(t, server, hosts);
  for (const path of paths) assert.ok(isRelayed(path, PUBLIC), JSON.stringify(path));
});

test('from relay to relay too', async (t) => {
  t.after(separate(ANA, BEN));
  t.after(drop(`-p udp -d ${PUBLIC} --dport 49160:57351`));
  const { paths } = await meet(t, server, hosts);
  for (const path of paths) {
    assert.deepEqual([path.local, path.remote, path.localAddress], ['relay', 'relay', PUBLIC]);
  }
});

test('somebody on the LAN of the machine reaches the relay there, and so the others', async (t) => {
  const meeting = await createMeeting(server);
  const people = [await joinMeeting(hosts.Ana, server, meeting, 'Ana')];
  t.after(() => Promise.all(people.map((person) => person.close())));
  const inside = { ...server, url: `https://${PRIVATE}:3000` };
  people.push(await joinMeeting(lena, inside, meeting, 'Lena'));
  t.diagnostic(describe(await mediaFlows(people)));
});
