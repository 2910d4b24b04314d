// `--relay-allow-peers`: a private peer is reached if it is listed, and only then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { sleep } from '../lib/browser.mjs';
import { Host, publicHost } from '../lib/net.mjs';
import { joinForIce, startServer } from '../lib/server.mjs';
import { listen } from '../lib/sink.mjs';
import { TurnClient } from '../lib/turn.mjs';

const SERVER = '5.5.5.10';
const [LISTED, OTHER] = ['10.7.0.20', '10.8.0.20'];

let machine;
let sinks;

before(async () => {
  machine = publicHost('server', SERVER);
  const inner = new Host('inner');
  machine.ip('link add inner type veth peer name eth0 netns inner');
  for (const network of ['10.7.0', '10.8.0']) {
    machine.ip(`addr add ${network}.1/24 dev inner`);
    inner.ip(`addr add ${network}.20/24 dev eth0`);
  }
  machine.ip('link set inner up');
  inner.ip('link set eth0 up');
  inner.ip('route add default via 10.7.0.1');
  sinks = {
    [LISTED]: await listen(inner, LISTED, 7000),
    [OTHER]: await listen(inner, OTHER, 7000),
    loopback: await listen(machine, '127.0.0.1', 7000),
  };
});

after(() => {
  for (const sink of Object.values(sinks ?? {})) sink.close();
});

/** Answers to a permission request for each peer, after sending to each. */
async function tryPeers(t, flags) {
  const server = await startServer(machine, SERVER, flags);
  t.after(() => server.stop());
  const { turn, signaling } = await joinForIce(server);
  t.after(() => signaling.close());
  const client = await TurnClient.connect('udp', SERVER, 3478, turn);
  t.after(() => client.close());
  assert.ok((await client.allocate()).ok);
  const codes = {};
  for (const ip of [LISTED, OTHER, '127.0.0.1']) {
    codes[ip] = (await client.permit({ ip, port: 7000 })).code;
    client.sendTo({ ip, port: 7000 }, 'hello');
  }
  await sleep(500);
  return { codes, back: client.arrived() };
}

test('without the setting no private peer is reached', async (t) => {
  const { codes, back } = await tryPeers(t, []);
  assert.deepEqual(codes, { [LISTED]: 403, [OTHER]: 403, '127.0.0.1': 403 });
  assert.deepEqual(back, []);
  for (const sink of Object.values(sinks)) assert.deepEqual(sink.received, [], sink.ip);
});

test('a listed network is reached, and no other', async (t) => {
  const { codes, back } = await tryPeers(t, ['--relay-allow-peers', '10.7.0.0/24']);
  assert.deepEqual(codes, { [LISTED]: 0, [OTHER]: 403, '127.0.0.1': 403 });
  assert.deepEqual(back, [{ peer: { ip: LISTED, port: 7000 }, data: 'echo hello' }]);
  assert.equal(sinks[LISTED].received.length, 1);
  assert.deepEqual(sinks[OTHER].received, []);
  assert.deepEqual(sinks.loopback.received, []);
});
