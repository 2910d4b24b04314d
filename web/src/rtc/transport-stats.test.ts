import { expect, it } from 'vitest';

import type { Source } from './source';
import { readRoute, readTransportStats } from './transport-stats';

type Members = Record<string, unknown> & { id: string; type: string };

function report(...stats: Members[]): RTCStatsReport {
  return new Map(stats.map((stat) => [stat.id, stat])) as unknown as RTCStatsReport;
}

const pair = (relayProtocol?: string): Members[] => [
  { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
  {
    id: 'P',
    type: 'candidate-pair',
    localCandidateId: 'L',
    remoteCandidateId: 'R',
    currentRoundTripTime: 0.05,
  },
  {
    id: 'L',
    type: 'local-candidate',
    candidateType: relayProtocol ? 'relay' : 'host',
    protocol: 'udp',
    relayProtocol,
  },
  { id: 'R', type: 'remote-candidate', candidateType: 'srflx', protocol: 'udp' },
];

const sources: Record<string, Source> = { 0: 'microphone', 1: 'camera' };

it('reads what is received and sent, by source', () => {
  const stats = readTransportStats(
    report(
      ...pair(),
      { id: 'C', type: 'codec', mimeType: 'video/VP8' },
      {
        id: 'I',
        type: 'inbound-rtp',
        mid: '1',
        codecId: 'C',
        bytesReceived: 5,
        packetsReceived: 4,
        packetsLost: 3,
        frameWidth: 640,
        frameHeight: 360,
        framesPerSecond: 24,
        freezeCount: 1,
        totalFreezesDuration: 0.5,
      },
      {
        id: 'O',
        type: 'outbound-rtp',
        mid: '0',
        bytesSent: 7,
        packetsSent: 6,
        qualityLimitationDurations: { none: 1, cpu: 2, bandwidth: 3, other: 4 },
      },
      { id: 'X', type: 'remote-inbound-rtp', localId: 'O', fractionLost: 0.25 },
      { id: 'S', type: 'outbound-rtp', mid: '9', bytesSent: 99 },
    ),
    'one',
    { at: 10, age: 7 },
    {
      sourceOf: ({ mid }) => sources[mid ?? ''] ?? null,
      allowed: () => 300_000,
      pauses: (source) => (source === 'camera' ? 2 : 0),
    },
  );
  expect(stats).toMatchObject({
    transport: 'one',
    at: 10,
    age: 7,
    received: [
      {
        source: 'camera',
        bytes: 5,
        packets: 4,
        lost: 3,
        codec: 'VP8',
        width: 640,
        height: 360,
        pauses: 2,
      },
    ],
    sent: [
      {
        source: 'microphone',
        bytes: 7,
        packets: 6,
        fractionLost: 0.25,
        limited: { bandwidth: 3, cpu: 2 },
        allowed: 300_000,
      },
    ],
    route: { relayed: false, protocol: 'udp', roundTrip: 0.05 },
  });
});

it('finds a relay, and how one gets to it', () => {
  expect(readRoute(report(...pair('tcp')))).toMatchObject({ relayed: true, protocol: 'tcp' });
});

it('finds the pair where the browser names none, and the round trip where the pair has none', () => {
  const [, chosen, ...candidates] = pair();
  const found = report(
    { ...(chosen as Members), selected: true, currentRoundTripTime: undefined },
    ...candidates,
    { id: 'X', type: 'remote-inbound-rtp', roundTripTime: 0.2 },
  );
  expect(readRoute(found)).toEqual({ relayed: false, protocol: 'udp', roundTrip: 0.2 });
});

it('knows no route before there is one', () => {
  expect(readRoute(report())).toBeNull();
});
