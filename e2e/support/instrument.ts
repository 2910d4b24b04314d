/** Probe of a page's media, installed before the page's own script runs. */
export interface Instrument {
  peers(): RTCPeerConnection[];
  /** Counts live objects that hold a device, a thread or a socket. */
  live(): Live;
  violations: string[];
  /** Every tone that was started, in Hz. */
  tones: number[];
}

export interface Live {
  peerConnections: number;
  tracks: number;
  audioContexts: number;
  webSockets: number;
}

declare global {
  interface Window {
    e2e: Instrument;
  }
}

/**
 * Runs in the page, so it must be self-contained. It drops objects that have ended: otherwise it
 * would itself be the leak that the tests look for.
 */
export function instrument(): void {
  let peers: RTCPeerConnection[] = [];
  let tracks: MediaStreamTrack[] = [];
  let contexts: AudioContext[] = [];
  let sockets: WebSocket[] = [];
  const violations: string[] = [];
  const tones: number[] = [];

  const sweep = (): void => {
    peers = peers.filter((peer) => peer.signalingState !== 'closed');
    tracks = tracks.filter((track) => track.readyState === 'live');
    contexts = contexts.filter((context) => context.state !== 'closed');
    sockets = sockets.filter((socket) => socket.readyState !== WebSocket.CLOSED);
  };
  const captured = (stream: MediaStream): MediaStream => {
    tracks.push(...stream.getTracks());
    return stream;
  };

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      contexts.push(this);
    }
  };
  window.OscillatorNode = class extends OscillatorNode {
    override start(when?: number): void {
      tones.push(this.frequency.value);
      super.start(when);
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const clone = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function () {
    const copy = clone.call(this);
    tracks.push(copy);
    return copy;
  };
  const devices = navigator.mediaDevices;
  const getUserMedia = devices?.getUserMedia?.bind(devices);
  const getDisplayMedia = devices?.getDisplayMedia?.bind(devices);
  if (getUserMedia) {
    devices.getUserMedia = async (constraints) => captured(await getUserMedia(constraints));
  }
  if (getDisplayMedia) {
    devices.getDisplayMedia = async (options) => captured(await getDisplayMedia(options));
  }
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile ?? ''}`);
  });

  window.e2e = {
    violations,
    tones,
    peers() {
      sweep();
      return peers;
    },
    live() {
      sweep();
      return {
        peerConnections: peers.length,
        tracks: tracks.length,
        audioContexts: contexts.length,
        webSockets: sockets.length,
      };
    },
  };
}

/**
 * Runs in the page. Makes cameras and shared screens give small pictures, which cost little CPU to
 * encode.
 */
export function makeCamerasSmall(): void {
  const devices = navigator.mediaDevices;
  const getUserMedia = devices?.getUserMedia?.bind(devices);
  if (!getUserMedia) return;
  const shrink = <T extends MediaStreamConstraints | DisplayMediaStreamOptions>(
    options: T | undefined,
    small: MediaTrackConstraints,
  ): T => {
    const video = options?.video;
    return { ...options, video: typeof video === 'object' ? { ...video, ...small } : small } as T;
  };
  const camera = { width: 160, height: 90, frameRate: 5 };
  devices.getUserMedia = (constraints) =>
    getUserMedia(constraints?.video ? shrink(constraints, camera) : constraints);
  const screen = { width: { max: 480 }, height: { max: 270 }, frameRate: { max: 5 } };
  const getDisplayMedia = devices.getDisplayMedia?.bind(devices);
  if (getDisplayMedia) {
    devices.getDisplayMedia = (options) => getDisplayMedia(shrink(options, screen));
  }
}

/** Runs in the page. Camera and microphone are off unless the person has chosen before. */
export function turnDevicesOff(): void {
  const key = 'convene.preferences';
  if (!location.protocol.startsWith('http') || localStorage.getItem(key) !== null) return;
  const off = { on: false };
  localStorage.setItem(key, JSON.stringify({ camera: off, microphone: off }));
}

/** Runs in the page. Stores the proof that this browser started the meeting. */
export function keepHostToken(entry: readonly [id: string, hostToken: string]): void {
  if (!location.protocol.startsWith('http')) return;
  localStorage.setItem('convene.hosted', JSON.stringify([entry]));
}
