/** Codecs that carry no pictures of their own. */
const HELPERS = /^(rtx|red|ulpfec|flexfec-03)$/i;

/**
 * Session description of the other side, completed so that Chromium starts sending pictures at
 * `bitsPerSecond`. Its own start of 300 kbit/s is too little for a face of 360 lines: it would begin
 * small and grow over the next ten seconds. `x-google-start-bitrate` is a parameter of the codec (RFC
 * 8866, 6.15, fmtp), which other browsers ignore.
 */
export function withStartBitrate(sdp: string, bitsPerSecond: number): string {
  const parameter = `x-google-start-bitrate=${Math.round(bitsPerSecond / 1000)}`;
  return sdp
    .split(/(?=^m=)/m)
    .map((section) =>
      section.startsWith('m=video ') ? withParameter(section, parameter) : section,
    )
    .join('');
}

function withParameter(section: string, parameter: string): string {
  const eol = section.includes('\r\n') ? '\r\n' : '\n';
  const described = new Set([...section.matchAll(/^a=fmtp:(\d+) /gm)].map(([, type]) => type));
  return section
    .split(eol)
    .flatMap((line) => {
      const [, fmtp] = /^a=fmtp:(\d+) /.exec(line) ?? [];
      if (fmtp && isPicture(section, fmtp)) return [`${line};${parameter}`];
      const [, type] = /^a=rtpmap:(\d+) /.exec(line) ?? [];
      const bare = type && !described.has(type) && isPicture(section, type);
      return bare ? [line, `a=fmtp:${type} ${parameter}`] : [line];
    })
    .join(eol);
}

function isPicture(section: string, type: string): boolean {
  const [, codec] = new RegExp(`^a=rtpmap:${type} ([^/\\r\\n]+)`, 'm').exec(section) ?? [];
  return codec !== undefined && !HELPERS.test(codec);
}
