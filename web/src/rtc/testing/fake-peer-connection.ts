// A fake RTCPeerConnection for tests. It follows the rules of negotiation and knows nothing of
// media.

export class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  muted = false;
  readyState = 'live';
  onended: (() => void) | null = null;
  contentHint = '';
  readonly settings: MediaTrackSettings;

  constructor(kind: string, settings: MediaTrackSettings = {}) {
    super();
    this.kind = kind;
    this.settings = settings;
  }

  getSettings(): MediaTrackSettings {
    return this.settings;
  }

  getConstraints(): MediaTrackConstraints {
    return {};
  }

  /** Like Chromium for audio: refuses nothing and changes nothing. */
  async applyConstraints(_: MediaTrackConstraints): Promise<void> {}

  clone(): FakeTrack {
    const copy = new FakeTrack(this.kind, this.settings);
    copy.enabled = this.enabled;
    return copy;
  }

  stop(): void {
    this.readyState = 'ended';
  }
}

export class FakeMediaStream {
  readonly tracks: FakeTrack[];

  constructor(tracks: FakeTrack[] = []) {
    this.tracks = tracks;
  }

  getTracks(): FakeTrack[] {
    return this.tracks;
  }

  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'audio');
  }

  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter(({ kind }) => kind === 'video');
  }
}

class FakeSender {
  track: FakeTrack | null;
  changes = 0;
  readonly parameters: { encodings: Record<string, unknown>[] };

  constructor(track: FakeTrack | null, encodings: readonly object[] = [{}]) {
    this.track = track;
    this.parameters = { encodings: encodings.map((encoding) => ({ ...encoding })) };
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }

  setStreams(): void {}

  getParameters(): object {
    return this.parameters;
  }

  async setParameters(): Promise<void> {
    this.changes += 1;
  }
}

class FakeTransceiver {
  mid: string | null = null;
  direction = 'sendrecv';
  currentDirection: string | null = null;
  readonly sender: FakeSender;
  readonly receiver: { track: FakeTrack };

  constructor(kind: string, track: FakeTrack | null, init: RTCRtpTransceiverInit = {}) {
    this.sender = new FakeSender(track, init.sendEncodings);
    this.direction = init.direction ?? 'sendrecv';
    this.receiver = { track: new FakeTrack(kind) };
  }

  stop(): void {
    this.direction = 'stopped';
  }
}

/** Delivers its messages to its counterpart at the other end of the same transport. */
export class FakeDataChannel {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readyState = 'connecting';
  readonly bufferedAmount = 0;
  readonly sent: string[] = [];
  readonly #counterpart: () => FakeDataChannel | null;

  constructor(counterpart: () => FakeDataChannel | null) {
    this.#counterpart = counterpart;
  }

  open(): void {
    if (this.readyState !== 'connecting') return;
    this.readyState = 'open';
    this.onopen?.();
  }

  send(data: string): void {
    this.sent.push(data);
    queueMicrotask(() => this.#counterpart()?.onmessage?.({ data }));
  }

  close(): void {
    this.readyState = 'closed';
  }
}

type Description = { type: 'offer' | 'answer'; sdp: string };

export class FakePeerConnection {
  /** All connections, in order of creation. */
  static all: FakePeerConnection[] = [];

  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: object | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  signalingState = 'stable';
  connectionState = 'new';
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  /** Number of offers with new ICE credentials. */
  stats = new Map<string, object>();
  restarts = 0;
  configuration: RTCConfiguration;
  readonly candidates: unknown[] = [];
  readonly transceivers: FakeTransceiver[] = [];
  readonly fingerprint: string;
  failNextRemote = false;
  channel: FakeDataChannel | null = null;
  #needed = false;
  #restart = false;
  #version = 0;
  /** Transceivers that the own pending offer has named. */
  #named: FakeTransceiver[] = [];

  constructor(configuration: RTCConfiguration = {}) {
    this.configuration = configuration;
    this.fingerprint = `sha-256 ${FakePeerConnection.all.length}`;
    FakePeerConnection.all.push(this);
  }

  addTransceiver(trackOrKind: string | FakeTrack, init?: RTCRtpTransceiverInit): FakeTransceiver {
    const kind = typeof trackOrKind === 'string' ? trackOrKind : trackOrKind.kind;
    const track = typeof trackOrKind === 'string' ? null : trackOrKind;
    const transceiver = new FakeTransceiver(kind, track, init);
    this.transceivers.push(transceiver);
    this.#negotiationNeeded();
    return transceiver;
  }

  createDataChannel(): FakeDataChannel {
    this.channel = new FakeDataChannel(() => {
      const remote = this.remoteDescription?.sdp ?? '';
      const other = FakePeerConnection.all.find(({ fingerprint }) =>
        remote.includes(`a=fingerprint:${fingerprint}\n`),
      );
      return other?.channel ?? null;
    });
    return this.channel;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  async setLocalDescription(): Promise<void> {
    await Promise.resolve();
    if (this.signalingState === 'closed') throw new DOMException('', 'InvalidStateError');
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    if (type === 'offer') {
      this.#needed = false;
      if (this.#restart) this.restarts += 1;
      this.#restart = false;
    }
    this.#version += 1;
    this.localDescription = { type, sdp: this.#sdp() };
    if (type === 'offer') this.#nameOffered();
    this.#setState(type === 'offer' ? 'have-local-offer' : 'stable');
  }

  async setRemoteDescription(description: Description): Promise<void> {
    await Promise.resolve();
    if (this.failNextRemote) {
      this.failNextRemote = false;
      throw new DOMException('', 'InvalidAccessError');
    }
    if (description.type === 'offer') {
      // This rolls back an own pending offer and the mids it gave; the negotiation is still needed.
      if (this.signalingState === 'have-local-offer') {
        this.#needed = true;
        for (const transceiver of this.#named) transceiver.mid = null;
      }
      const kinds = /^kinds:(.*)$/m.exec(description.sdp)?.[1]?.split(',') ?? [];
      // A transceiver that was added here and has no mid is not matched with the offer (RFC 8829,
      // 5.10).
      for (const kind of kinds.slice(this.#negotiated().length)) {
        const transceiver = new FakeTransceiver(kind, null);
        transceiver.mid = String(this.#negotiated().length);
        this.transceivers.push(transceiver);
      }
    } else if (this.signalingState !== 'have-local-offer') {
      throw new DOMException('', 'InvalidStateError');
    }
    // Like Chromium, rewrites the description: the origin is lost.
    this.remoteDescription = { ...description, sdp: description.sdp.replace(/^o=.*\n/m, 'o=-\n') };
    this.#setState(description.type === 'offer' ? 'have-remote-offer' : 'stable');
  }

  async addIceCandidate(candidate: unknown): Promise<void> {
    if (!this.remoteDescription) throw new DOMException('', 'InvalidStateError');
    this.candidates.push(candidate);
  }

  restartIce(): void {
    this.#restart = true;
    this.#negotiationNeeded();
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  async getStats(): Promise<Map<string, object>> {
    return this.stats;
  }

  /** Makes the path one between such candidates. */
  route(candidateType: string, protocol: string): void {
    const pair = { localCandidateId: 'one', remoteCandidateId: 'two' };
    this.stats = new Map<string, object>([
      ['transport', { type: 'transport', selectedCandidatePairId: 'pair' }],
      ['pair', { type: 'candidate-pair', ...pair }],
      ['one', { type: 'local-candidate', candidateType, protocol }],
      ['two', { type: 'remote-candidate', candidateType: 'host', protocol }],
    ]);
  }

  close(): void {
    this.signalingState = 'closed';
    this.connectionState = 'closed';
  }

  /** Sets the connection state, as the browser would after checking candidates. */
  become(connectionState: string): void {
    this.connectionState = connectionState;
    this.onconnectionstatechange?.();
    if (connectionState === 'connected') this.channel?.open();
  }

  gather(candidate: string): void {
    this.onicecandidate?.({
      candidate: { candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
    });
  }

  #negotiationNeeded(): void {
    this.#needed = true;
    if (this.signalingState !== 'stable') return;
    queueMicrotask(() => {
      if (this.#needed && this.signalingState === 'stable') this.onnegotiationneeded?.();
    });
  }

  #setState(state: string): void {
    this.signalingState = state;
    if (state !== 'stable') return;
    this.#named = [];
    for (const transceiver of this.#negotiated()) {
      transceiver.currentDirection = transceiver.direction;
    }
    if (this.#needed) this.#negotiationNeeded();
  }

  /** An own offer names the transceivers that were added here. */
  #nameOffered(): void {
    for (const transceiver of this.#offered()) {
      if (transceiver.mid !== null) continue;
      transceiver.mid = String(this.#negotiated().length);
      this.#named.push(transceiver);
    }
  }

  #negotiated(): FakeTransceiver[] {
    return this.transceivers
      .filter(({ mid }) => mid !== null)
      .sort((one, other) => Number(one.mid) - Number(other.mid));
  }

  /** The transceivers of an own description, in the order of its media sections. */
  #offered(): FakeTransceiver[] {
    const added = this.transceivers.filter(
      ({ mid, direction }) => mid === null && direction !== 'stopped',
    );
    return [...this.#negotiated(), ...added];
  }

  #sdp(): string {
    const isAnswer = this.signalingState === 'have-remote-offer';
    const described = isAnswer ? this.#negotiated() : this.#offered();
    const kinds = described.map(({ receiver }) => receiver.track.kind);
    const data = this.channel ? 'm=application 9\n' : '';
    return `v=${this.#version}\na=fingerprint:${this.fingerprint}\nkinds:${kinds.join(',')}\n${data}`;
  }
}
