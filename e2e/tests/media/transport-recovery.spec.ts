import type { Locator } from '@playwright/test';

import { expectRising, expectStill, received } from '../../support/media.ts';
import { expect, Person, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// These tests judge whether media flows, not its quality.
test.use({ smallCameras: true });

// Lets the relay send to itself on loopback; a public relay must not do that.
const server = useServer({ args: ['--relay-allow-peers', '127.0.0.0/8'] });

/** Allows relayed media only, by UDP or by TCP. */
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

/** Runs in the page: no media gets through. */
function withoutWays(): void {
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: 'relay', iceServers: [] });
    }
    override setConfiguration(configuration?: RTCConfiguration): void {
      super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay', iceServers: [] });
    }
  };
}

test('media goes by the relay over UDP or TCP where nothing else gets through, and after its restart again', async ({
  person,
}) => {
  test.setTimeout(120_000);
  const meetBy = async (transport: keyof typeof onlyByRelay): Promise<[Person, Person]> => {
    const prepare = onlyByRelay[transport];
    const [ana, ben] = await Promise.all([person('Ana', { prepare }), person('Ben', { prepare })]);
    const { link } = await server().createMeeting();
    await Person.joinAll([ana, ben], link);
    await Person.expectAllMeet([ana, ben]);
    expect((await received(ana.page, 'Ben'))?.candidates, transport).toBe('relay-relay');
    return [ana, ben];
  };
  /** Joins a meeting without any way to Ben; returns what is shown in place of his picture. */
  const joinInVain = async (): Promise<Locator> => {
    const [ana, ben] = await Promise.all([person('Ana', { prepare: withoutWays }), person('Ben')]);
    await Person.joinAll([ana, ben], (await server().createMeeting()).link);
    return ana.tile('Ben').getByRole('status');
  };
  const meetings = await Promise.all([meetBy('udp'), meetBy('tcp')]);

  await test.step('the relay is restarted, and the way found again', async () => {
    await server().kill();
    await Promise.all(meetings.map(([ana]) => expectStill(ana.page, 'Ben', 'frames')));
    await server().restart();
    const failure = await joinInVain();
    await Promise.all(
      meetings.map(async ([ana, ben]) => {
        // ICE consent expires, then ICE restarts with the new relay and new credentials.
        await expectRising(ana.page, 'Ben', ['frames', 'audioBytes'], 60_000);
        await expectRising(ben.page, 'Ana');
        expect((await received(ben.page, 'Ana'))?.candidates).toBe('relay-relay');
        for (const { page } of [ana, ben]) {
          await expect(page.getByText(/^(Reconnecting|Connecting)…/)).toHaveCount(0);
        }
      }),
    );

    await test.step('without any way through, a person is told why and what may help', async () => {
      await expect(failure).toContainText('The relay server could not be reached', {
        timeout: 45_000,
      });
      await expect(failure).toContainText('Your network may be blocking it.');
      await expect(failure.getByRole('button', { name: 'Try again' })).toBeVisible();
    });
  });
});
