/** What a page tells about its media, put there before its own script runs. */
export interface Instrument {
  peers(): RTCPeerConnection[];
  /** What holds a device, a thread or a socket, as long as it lives. */
  live(): Live;
  violations: string[];
  /** In Hz, every tone that was begun. */
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
 * Runs in the page, so it must be whole in itself. Keeps nothing that has ended, or it would be the
 * leak that the tests look for.
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
