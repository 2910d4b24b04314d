// The relay over IPv6: named so that a browser understands it, reached, and as strict.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { meet } from '../lib/meeting.mjs';
import { Host } from '../lib/net.mjs';
import { joinForIce, startServer } from '../lib/server.mjs';
import { TurnClient } from '../lib/turn.mjs';

const SERVER = '2a00:5::10';
const GATEWAY = '2a00:5::1';

let server;
let hosts;

/** Host whose only route to the others leads through this process. */
function attach(name, network) {
  const host = new Host(name, { ipv6: true });
  const cable = `c-${name}`;
  execFileSync('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name]);
  execFileSync('ip', ['-6', 'addr', 'add', `${network}1/64`, 'dev', cable, 'nodad']);
  execFileSync('ip', ['link', 'set', cable, 'up']);
  host.ip(`-6 addr add ${network}10/64 dev eth0 nodad`);
  host.ip('link set eth0 up');
  host.ip(`-6 route add default via ${network}1 dev eth0`);
  return host;
}

before(async () => {
  const machine = attach('server', '2a00:5::');
  hosts = { Ana: attach('ana', '2a00:6::'), Ben: attach('ben', '2a00:7::') };
  execFileSync('ip6tables', [
    '-w',
    '-A',
    'FORWARD',
    '-s',
    '2a00:6::/64',
    '-d',
    '2a00:7::/64',
    '-j',
    'DROP',
  ]);
  execFileSync('ip6tables', [
    '-w',
    '-A',
    'FORWARD',
    '-s',
    '2a00:7::/64',
    '-d',
    '2a00:6::/64',
    '-j',
    'DROP',
  ]);
  server = await startServer(machine, `[${SERVER}]`, ['--listen', '[::]:3000']);
});

after(() => server?.stop());

test('the relay is named with brackets', async (t) => {
  const { ice, signaling } = await joinForIce(server);
  t.after(() => signaling.close());
  assert.deepEqual(
    ice.servers.flatMap(({ urls }) => urls),
    [
      `stun:[${SERVER}]:3478`,
      `turn:[${SERVER}]:3478?transport=udp`,
      `turn:[${SERVER}]:3478?transport=tcp`,
      `turns:[${SERVER}]:3000?transport=tcp`,
    ],
  );
});

for (const transport of ['udp', 'tcp']) {
  test(`what is not public is refused over IPv6 and ${transport}, however it is written`, async (t) => {
    const { turn, signaling } = await joinForIce(server);
    t.after(() => signaling.close());
    const client = await TurnClient.connect(transport, SERVER, 3478, turn);
    t.after(() => client.close());
    const { mapped } = await client.request('binding', [], { signed: false });
    assert.equal(mapped.ip, '2a00:5:0:0:0:0:0:1');
    const { ok, code } = await client.allocate([['family', [2, 0, 0, 0]]]);
    assert.ok(ok, String(code));
    for (const ip of [
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::ffff:169.254.169.254',
      '::127.0.0.1',
      '64:ff9b::169.254.169.254',
      '2002:7f00:1::1',
      'fe80::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
    ]) {
      assert.equal((await client.permit({ ip, port: 80 })).code, 403, `permission for ${ip}`);
      assert.equal((await client.bind(0x4000, { ip, port: 80 })).code, 403, `channel for ${ip}`);
    }
    assert.ok((await client.permit({ ip: GATEWAY, port: 80 })).ok);
    // An allocation has one family.
    assert.equal((await client.permit({ ip: '9.9.9.9', port: 80 })).code, 443);
    await client.request('refresh', [['lifetime', [0, 0, 0, 0]]]);
  });
}

test('two people who have IPv6 only meet through the relay', async (t) => {
  const { paths } = await meet(t, server, hosts);
  for (const path of paths)
    assert.ok(path.local === 'relay' || path.remote === 'relay', JSON.stringify(path));
});
