// What the relay of the running program refuses, asked from another host over UDP and over TCP.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { sleep } from '../lib/browser.mjs';
import { Host, publicHost } from '../lib/net.mjs';
import {
  connectSignaling,
  createMeeting,
  joinForIce,
  metric,
  startServer,
} from '../lib/server.mjs';
import { listen } from '../lib/sink.mjs';
import { passwordFor, TurnClient } from '../lib/turn.mjs';

const SERVER = '5.5.5.10';
const PEER = '5.8.8.10';
const PORT = 3478;
const HOUR = 3600;

/** Forbidden peers that do have a listener. */
const FORBIDDEN = [
  '127.0.0.1',
  '127.8.9.10',
  '10.1.2.3',
  '172.16.5.5',
  '192.168.9.9',
  '100.64.1.1',
  '169.254.169.254',
  '169.254.10.10',
];
/** Forbidden addresses that cannot have a listener. */
const NOWHERE = [
  '0.0.0.0',
  '224.0.0.251',
  '239.255.255.250',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.2.1',
];

let machine;
let server;
let turn;
let signaling;
let peer;
let sinks;

before(async () => {
  machine = publicHost('server', SERVER);
  // As in a cloud: a private network, and a metadata service at a link-local address.
  const inner = new Host('inner');
  machine.ip('link add inner type veth peer name eth0 netns inner');
  machine.ip('link set inner up');
  inner.ip('link set eth0 up');
  for (const [index, address] of FORBIDDEN.entries()) {
    if (address.startsWith('127.')) continue;
    inner.ip(`addr add ${address}/32 dev eth0`);
    machine.ip(`addr add 198.18.${index}.1/32 dev inner`);
    machine.ip(`route add ${address}/32 dev inner`);
  }
  inner.ip('route add default dev eth0');
  sinks = await Promise.all(
    [...FORBIDDEN, SERVER].map((address) => {
      const own = address.startsWith('127.') || address === SERVER;
      return listen(own ? machine : inner, address, 7000);
    }),
  );
  peer = await listen(publicHost('peer', PEER), PEER, 7000);
  server = await startServer(machine, SERVER);
  ({ turn, signaling } = await joinForIce(server));
});

after(async () => {
  signaling?.close();
  await server?.stop();
  for (const sink of [...(sinks ?? []), peer]) sink?.close();
});

const allocations = async () => {
  // The numbers are written once a second.
  await sleep(1_200);
  return metric(server, 'convene_relay_allocations');
};

/** The label of a participant in their usernames. The relay serves labels of people in a room only. */
const labelOf = ({ username }) => username.split(':')[1];

/** TURN credentials of somebody else who is in a meeting. */
async function somebodyElse(t) {
  const { turn: theirs, signaling: connection } = await joinForIce(server);
  t.after(() => connection.close());
  return theirs;
}

/** A username and password that the server itself would give for this expiry. */
function credentialFor(label, expiresIn) {
  const username = `${Math.floor(Date.now() / 1000) + expiresIn}:${label}`;
  const secret = readFileSync(join(server.data, 'secrets/turn'));
  return { username, credential: passwordFor(secret, username) };
}

test('credentials are given to nobody who has not joined a meeting', async (t) => {
  const signaling = await connectSignaling(server);
  t.after(() => signaling.close());
  const early = await signaling.request('ice_servers');
  assert.equal(early.error?.code, 'not_joined');
  const meeting_id = 'aaa-bbbb-ccc';
  const { error } = await signaling.request('join', { meeting_id, name: 'Eve' });
  assert.equal(error?.code, 'meeting_not_found');
  assert.equal((await signaling.request('ice_servers')).error?.code, 'not_joined');

  const real = await createMeeting(server);
  const { ok } = await signaling.request('join', { meeting_id: real, name: 'Eve' });
  assert.equal(ok?.status, 'joined');
  assert.ok((await signaling.request('ice_servers')).ok?.servers.length > 0);
  await signaling.request('leave');
  assert.equal((await signaling.request('ice_servers')).error?.code, 'not_joined');
});

test('who leaves the meeting is relayed no more', async (t) => {
  const { turn: mine, signaling } = await joinForIce(server);
  t.after(() => signaling.close());
  const client = await TurnClient.connect('udp', SERVER, PORT, mine);
  t.after(() => client.close());
  assert.ok((await client.allocate()).ok);
  assert.ok((await client.request('refresh')).ok);
  assert.ok((await signaling.request('leave')).ok);
  await sleep(500);
  // Their credentials are refused from then on, and with them the allocation is gone.
  assert.equal((await client.request('refresh')).code, 401);
});

for (const transport of ['udp', 'tcp']) {
  describe(`over ${transport}`, () => {
    const connect = async (t, credentials = turn) => {
      const client = await TurnClient.connect(transport, SERVER, PORT, credentials);
      t.after(() => client.close());
      return client;
    };
    const release = (client) => client.request('refresh', [['lifetime', [0, 0, 0, 0]]]);

    test('anybody may ask for the own address, and nothing else', async (t) => {
      const client = await connect(t);
      const { ok, mapped } = await client.request('binding', [], { signed: false });
      assert.ok(ok);
      assert.equal(mapped.ip, '5.5.5.1');
      for (const method of ['allocate', 'refresh', 'createPermission', 'channelBind']) {
        const refused = await client.request(method, [], { signed: false });
        assert.equal(refused.code, 401, method);
        assert.ok(refused.realm.length > 0 && refused.nonce.length > 0);
      }
      assert.equal(await allocations(), 0);
    });

    test('credentials that expired, are made up or changed are refused', async (t) => {
      const label = labelOf(turn);
      const good = credentialFor(label, HOUR);
      const later = good.username.replace(/^\d+/, (expiry) => String(Number(expiry) + HOUR));
      for (const [what, credentials] of [
        ['expired', credentialFor(label, -1)],
        ['no password', { ...good, credential: '' }],
        ['another password', { ...good, credential: turn.credential }],
        ['a later expiry', { ...good, username: later }],
        ['another label', { ...good, username: good.username.replace(label, 'prose') }],
        ['no expiry', { ...good, username: label }],
        ['nobody in a room', credentialFor('nobody', HOUR)],
        ['no username', { ...good, username: '' }],
      ]) {
        const client = await connect(t, credentials);
        const { ok, code } = await client.allocate();
        assert.deepEqual([ok, code], [false, 401], what);
      }
      assert.equal(await allocations(), 0);
      // Control: a correct credential made the same way works, so each refusal was due to its
      // fault.
      const client = await connect(t, good);
      assert.ok((await client.allocate()).ok);
      await release(client);
    });

    test('a request that was changed under way is refused', async (t) => {
      const client = await connect(t);
      await client.greet();
      const lifetime = ['lifetime', [0, 0, 2, 88]];
      const asked = [['transport', [17, 0, 0, 0]], lifetime];
      const spoil = (bytes) => bytes.writeUInt8(9, bytes.indexOf(Buffer.from([0, 0, 2, 88])) + 2);
      const { ok, code } = await client.request('allocate', asked, { spoil });
      assert.deepEqual([ok, code], [false, 401]);
      assert.ok((await client.request('allocate', asked)).ok);
      await release(client);
    });

    test('a nonce that is not the relay’s is refused', async (t) => {
      const client = await connect(t);
      await client.greet();
      const fresh = client.nonce;
      client.nonce = Buffer.from(fresh.map((byte, index) => (index === 5 ? byte ^ 1 : byte)));
      assert.equal((await client.request('allocate', [['transport', [17, 0, 0, 0]]])).code, 438);
    });

    test('no other transport than UDP is relayed', async (t) => {
      const client = await connect(t);
      await client.greet();
      assert.equal((await client.request('allocate', [['transport', [6, 0, 0, 0]]])).code, 442);
    });

    test('permissions and channels for what is not public are refused, and nothing gets there', async (t) => {
      const client = await connect(t);
      assert.ok((await client.allocate()).ok);
      let channel = 0x4000;
      for (const ip of [...FORBIDDEN, ...NOWHERE]) {
        const port = 7000;
        assert.equal((await client.permit({ ip, port })).code, 403, `permission for ${ip}`);
        channel += 1;
        assert.equal((await client.bind(channel, { ip, port })).code, 403, `channel for ${ip}`);
        client.sendTo({ ip, port }, `${transport} indication`);
        client.sendOn(channel, `${transport} channel`);
      }
      // A request with one forbidden peer permits none, not even the public one.
      const both = await client.permit({ ip: PEER, port: 7000 }, { ip: '127.0.0.1', port: 7000 });
      assert.equal(both.code, 403);
      client.sendTo({ ip: PEER, port: 7000 }, 'too early');
      await sleep(500);
      for (const sink of [...sinks, peer]) assert.deepEqual(sink.received, [], sink.ip);
      // Control: the listeners do receive, so the silence above was the relay's.
      assert.ok((await client.permit({ ip: PEER, port: 7000 })).ok);
      client.sendTo({ ip: PEER, port: 7000 }, 'permitted');
      await sleep(500);
      assert.deepEqual(
        peer.received.splice(0).map(({ data }) => data),
        ['permitted'],
      );
      assert.deepEqual(client.arrived(), [
        { peer: { ip: PEER, port: 7000 }, data: 'echo permitted' },
      ]);
      await release(client);
    });

    test('on its own host the relay talks to relayed addresses and to nothing else', async (t) => {
      const [one, other] = [await connect(t), await connect(t, await somebodyElse(t))];
      const at = [(await one.allocate()).relayed, (await other.allocate()).relayed];
      assert.deepEqual(
        at.map(({ ip }) => ip),
        [SERVER, SERVER],
      );
      assert.equal((await one.bind(0x4001, { ip: SERVER, port: PORT })).code, 403);
      // A permission is for an address whatever the port (RFC 8656 section 9); what is sent is not.
      assert.ok((await one.bind(0x4002, { ip: SERVER, port: 7000 })).ok);
      assert.ok((await one.bind(0x4003, at[1])).ok);
      assert.ok((await other.permit(at[0])).ok);
      one.sendTo({ ip: SERVER, port: 7000 }, 'to the host');
      one.sendTo({ ip: SERVER, port: PORT }, 'to the relay');
      one.sendOn(0x4002, 'to the host');
      one.sendOn(0x4003, 'to the other');
      await sleep(500);
      for (const sink of sinks) assert.deepEqual(sink.received, [], sink.ip);
      assert.deepEqual(other.arrived(), [{ peer: at[0], data: 'to the other' }]);
      await Promise.all([one, other].map(release));
    });

    test('without a permission nothing is let through, neither way', async (t) => {
      const client = await connect(t);
      const { relayed } = await client.allocate();
      client.sendTo({ ip: PEER, port: 7000 }, 'not permitted');
      client.sendOn(0x4000, 'no such channel');
      const stranger = await TurnClient.connect('udp', relayed.ip, relayed.port);
      t.after(() => stranger.close());
      stranger.sendOn(0x4000, Buffer.from('unasked for'));
      await sleep(500);
      assert.deepEqual(peer.received, []);
      assert.deepEqual(client.arrived(), []);
      await release(client);
    });

    test('one participant gets no more than 100 allocations, others still do', async (t) => {
      const mine = await somebodyElse(t);
      const codes = [];
      const clients = [];
      for (let count = 0; count < 102; count += 1) {
        const client = await connect(t, mine);
        clients.push(client);
        codes.push((await client.allocate()).code);
      }
      assert.deepEqual(codes.slice(0, 100), Array(100).fill(0));
      assert.deepEqual(codes.slice(100), [486, 486]);
      const other = await connect(t, await somebodyElse(t));
      assert.ok((await other.allocate()).ok);
      await Promise.all([...clients.slice(0, 100), other].map(release));
      assert.equal(await allocations(), 0, 'and nothing is left of them');
    });
  });
}
