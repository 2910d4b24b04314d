import { describe, expect, it } from 'vitest';
import { withStartBitrate } from './start-bitrate';

const SDP = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:98 H264/90000',
  'a=fmtp:98 packetization-mode=1',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:4',
  '',
];

describe('the start bitrate', () => {
  it.each(['\r\n', '\n'])('is added to the picture codecs and to nothing else', (eol) => {
    const before = SDP.join(eol);
    const added = withStartBitrate(before, 600_400)
      .split(eol)
      .filter((line) => !SDP.includes(line));
    expect(added).toEqual([
      'a=fmtp:96 x-google-start-bitrate=600',
      'a=fmtp:98 packetization-mode=1;x-google-start-bitrate=600',
    ]);
    const lines = withStartBitrate(before, 600_400).split(eol);
    expect(lines.indexOf('a=fmtp:96 x-google-start-bitrate=600')).toBe(
      lines.indexOf('a=rtpmap:96 VP8/90000') + 1,
    );
    expect(lines).toHaveLength(SDP.length + 1);
  });

  it('leaves a description without pictures as it is', () => {
    const audio = SDP.slice(0, 4).join('\r\n');
    expect(withStartBitrate(audio, 600_000)).toBe(audio);
    expect(withStartBitrate('', 600_000)).toBe('');
  });
});
