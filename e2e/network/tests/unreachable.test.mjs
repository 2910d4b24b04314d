// Where media cannot get through at all, the page says why and what to do, and does not spin.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { mediaFlows } from '../lib/browser.mjs';
import { gather } from '../lib/meeting.mjs';
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
});

/** Waits until each page shows this reason for the other; returns the seconds it took. */
async function told(people, reason, advice, within) {
  const started = Date.now();
  await Promise.all(
    people.map(async ({ page }, index) => {
      const other = people[1 - index].name;
      const tile = page.getByRole('group', { name: other, exact: true });
      await tile.getByText(reason).waitFor({ timeout: within });
      await tile.getByText(advice).waitFor({ timeout: 1_000 });
      await tile.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 1_000 });
      assert.equal(await tile.getByText('Connecting…').count(), 0, 'no spinner beside it');
    }),
  );
  return (Date.now() - started) / 1000;
}

test('a relay that a firewall hides is named as the reason, and back it is used', async (t) => {
  const server = await startServer(machine, SERVER);
  t.after(() => server.stop());
  const open = drop(`-p udp -d ${SERVER}`, `-p tcp -d ${SERVER} --dport 3478`);
  const people = await gather(t, server, hosts);
  const seconds = await told(
    people,
    'The relay server could not be reached',
    /may be blocking it/,
    60_000,
  );
  t.diagnostic(`relay unreachable: told after ${seconds.toFixed(1)} s`);

  open();
  const opened = Date.now();
  await people[0].page.getByRole('button', { name: 'Try again' }).click();
  await mediaFlows(people);
  t.diagnostic(`"Try again" brought media in ${((Date.now() - opened) / 1000 - 2).toFixed(1)} s`);
  assert.equal(await people[1].page.getByText('The relay server could not be reached').count(), 0);
});

test('a relay that refuses connections is named as the reason', async (t) => {
  // Nothing listens there: the client gets "port unreachable" and "connection refused".
  const server = await startServer(machine, SERVER, ['--turn-listen', '127.0.0.1:3478']);
  t.after(() => server.stop());
  const people = await gather(t, server, hosts);
  const seconds = await told(
    people,
    'The relay server could not be reached',
    /may be blocking it/,
    60_000,
  );
  t.diagnostic(`relay refuses: told after ${seconds.toFixed(1)} s`);
});

test('without a relay the firewall is named as the reason', async (t) => {
  const server = await startServer(machine, SERVER, ['--turn-listen', 'off']);
  t.after(() => server.stop());
  const people = await gather(t, server, hosts);
  const seconds = await told(people, 'Could not connect to this person', /firewall/, 60_000);
  t.diagnostic(`no relay, no way: told after ${seconds.toFixed(1)} s`);
});
