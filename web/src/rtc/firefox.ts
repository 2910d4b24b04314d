/**
 * Firefox does not take up media again once a way was lost, for two reasons that a page cannot mend:
 * - Where ICE gave up (which it does also when an answer is set and no candidate comes for some seconds), or was
 *   restarted more than once before a way was found, a restart ends in `connected`, and no media passes.
 * - To a restart that the other side offers it may answer with the other DTLS role, which other browsers refuse.
 */
export function isFirefox(): boolean {
  return /Firefox\//.test(navigator.userAgent);
}

/** Whether a session description, as it came from the other side, was made by Firefox. */
export function isByFirefox(sdp: string): boolean {
  return /^o=mozilla/m.test(sdp);
}
