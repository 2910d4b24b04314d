import { expectRising, expectStill, received } from '../support/media.ts';
import { expect, Person, test } from '../support/meeting.ts';
import { useServer } from '../support/server.ts';

// The relay may send to itself, which a relay on the internet need not and may not.
const server = useServer({ args: ['--relay-allow-peers', '127.0.0.0/8'] });

/** A network in which nothing gets through but the relay, by UDP or by TCP. */
const onlyByRelay = {
  udp: () => {
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
  },
  tcp: () => {
    const Original = window.RTCPeerConnection;
    const relayed = (configuration?: RTCConfiguration): RTCConfiguration => ({
      ...configuration,
      iceTransportPolicy: 'relay',
      iceServers: (configuration?.iceServers ?? [])
        .map((server) => ({
          ...server,
          urls: [server.urls].flat().filter((url) => /transport=tcp/.test(url)),
        }))
        .filter(({ urls }) => urls.length > 0),
    });
    window.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(relayed(configuration));
      }
      override setConfiguration(configuration?: RTCConfiguration): void {
        super.setConfiguration(relayed(configuration));
      }
    };
  },
};

for (const transport of ['udp', 'tcp'] as const) {
  test(`media goes by the relay over ${transport} where nothing else gets through`, async ({
    person,
  }) => {
    test.setTimeout(120_000);
    const prepare = onlyByRelay[transport];
    const ana = await person('Ana', { prepare });
    const ben = await person('Ben', { prepare });
    const { link } = await server().createMeeting();
    await ana.join(link);
    await ben.join(link);
    await Person.expectAllMeet([ana, ben]);
    expect((await received(ana.page, 'Ben'))?.candidates).toBe('relay-relay');

    await test.step('the relay is restarted, and the way found again', async () => {
      await server().kill();
      await expectStill(ana.page, 'Ben', 'frames');
      await server().restart();
      // Consent to send runs out, ICE restarts with the new relay and new credentials.
      await expectRising(ana.page, 'Ben', ['frames', 'audioBytes'], 60_000);
      await expectRising(ben.page, 'Ana');
      expect((await received(ben.page, 'Ana'))?.candidates).toBe('relay-relay');
      for (const { page } of [ana, ben]) {
        await expect(page.getByText(/^(Reconnecting|Connecting)…/)).toHaveCount(0);
      }
    });
  });
}

test('without any way through, a person is told why and what may help', async ({ person }) => {
  test.setTimeout(90_000);
  const ana = await person('Ana', {
    prepare: () => {
      const Original = window.RTCPeerConnection;
      window.RTCPeerConnection = class extends Original {
        constructor(configuration?: RTCConfiguration) {
          super({ ...configuration, iceTransportPolicy: 'relay', iceServers: [] });
        }
        override setConfiguration(configuration?: RTCConfiguration): void {
          super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay', iceServers: [] });
        }
      };
    },
  });
  const ben = await person('Ben');
  const { link } = await server().createMeeting();
  await ben.join(link);
  await ana.join(link);
  const failure = ana.tile('Ben').getByRole('status');
  await expect(failure).toContainText('The relay could not be reached', { timeout: 45_000 });
  await expect(failure).toContainText('Your network may block it.');
  await expect(failure.getByRole('button', { name: 'Try again' })).toBeVisible();
});
