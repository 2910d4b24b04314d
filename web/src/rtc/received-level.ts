/** How long a timestamp may stand still before it means silence, in ms. */
const STILL = 500;

/** Level of a received voice. */
export class ReceivedLevel {
  #last: { rtp: number; at: number } = { rtp: -1, at: 0 };

  /** The level now, 0 to 1. */
  read(receiver: RTCRtpReceiver | undefined): number {
    const latest = receiver?.getSynchronizationSources?.()[0];
    if (!latest) return 0;
    // The browser repeats the last value for ten seconds.
    const now = Date.now();
    if (latest.rtpTimestamp !== this.#last.rtp) this.#last = { rtp: latest.rtpTimestamp, at: now };
    return now - this.#last.at > STILL ? 0 : (latest.audioLevel ?? 0);
  }
}
