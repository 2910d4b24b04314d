import { received } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { Server } from '../../support/server.ts';
import { Client } from '../../support/signaling.ts';

/** Allows relayed media only. */
function onlyRelayed(): void {
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay' });
    }
  };
}

test('people meet over a TURN server of the operator', async ({ person }) => {
  // The servers are those of another Convene, with the credentials of somebody in a room there.
  const theirs = await Server.start({ args: ['--relay-allow-peers', '127.0.0.0/8'] });
  const user = await Client.connect(theirs.origin);
  const { ice } = await user.join((await theirs.createMeeting()).id);
  expect(ice.servers.map(({ username }) => username !== undefined)).toEqual([false, true]);
  const server = await Server.start({
    args: ['--turn-listen', 'off', '--ice-servers', JSON.stringify(ice.servers)],
  });
  try {
    const { id, link } = await server.createMeeting();
    const native = await Client.connect(server.origin);
    const joined = await native.join(id);
    expect(joined.ice.servers).toEqual(ice.servers);
    await native.ok('leave', {});
    native.close();

    const [ana, ben] = await Promise.all([
      person('Ana', { prepare: onlyRelayed }),
      person('Ben', { prepare: onlyRelayed }),
    ]);
    await Promise.all([ana.join(link), ben.join(link)]);
    await Person.expectAllMeet([ana, ben]);
    expect((await received(ana.page, 'Ben'))?.candidates).toBe('relay-relay');
  } finally {
    user.close();
    await server.dispose();
    await theirs.dispose();
  }
});
