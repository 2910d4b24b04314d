/**
 * Firefox does not resume media after a lost path, for two reasons that a page cannot mend:
 * - After ICE gave up, or was restarted more than once before it found a path, a restart ends in
 * `connected` without media. ICE also gives up when an answer is set and no candidate comes for
 * some seconds.
 * - Firefox may answer the other side's restart with the other DTLS role, which other browsers
 * refuse.
 */
export function isFirefox(): boolean {
  return /Firefox\//.test(navigator.userAgent);
}

/** True if Firefox on the other side wrote this session description. */
export function isByFirefox(sdp: string): boolean {
  return /^o=mozilla/m.test(sdp);
}
