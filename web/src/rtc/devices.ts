import { deviceProblem } from '../lib/device-problem';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { AudioMeter } from './audio-meter';
import { playChime } from './chime';
import type { DeviceOption, DeviceProblem, DevicesState } from './device-state';
import { ScreenCapture } from './screen-capture';
import type { Source } from './source';

type Kind = 'camera' | 'microphone';

/** One capture device: what is wanted, what is so, and whether trying again may help. */
interface Capture {
  wanted: boolean;
  /** Chosen by the person; null for the browser's default. */
  chosen: string | null;
  track: MediaStreamTrack | null;
  /** What `track` was asked for with. */
  capturedFor: string | null;
  problem: DeviceProblem | null;
  /** Something changed since the last failure. */
  retry: boolean;
}

/** What the manager writes to: a store, or a test's object. */
export interface DevicesStateSink {
  get(): DevicesState;
  set(change: Partial<DevicesState>): void;
}

const KINDS: readonly Kind[] = ['camera', 'microphone'];

/**
 * Owns the capture devices of the page. Each call only notes what is wanted; one loop at a time brings
 * what is captured into line, so however fast somebody toggles, the last wish is what comes about.
 * The camera's off is off (its light goes out); a muted microphone is kept, silent, so that unmuting
 * is instant.
 */
export class CaptureDeviceManager {
  readonly #sink: DevicesStateSink;
  readonly #captures: Record<Kind, Capture>;
  readonly #meter = new AudioMeter();
  readonly #listeners = new Set<() => void>();
  readonly #screen = new ScreenCapture(() => this.#changed());
  #active = false;
  /** Counts starts and stops: what was asked for before a stop is let go when it comes after it. */
  #generation = 0;
  #reconciling: Promise<void> | null = null;
  #unwatch: (() => void) | null = null;

  constructor(sink: DevicesStateSink) {
    this.#sink = sink;
    const preferences = readPreferences();
    this.#captures = {
      camera: newCapture(preferences.camera),
      microphone: newCapture(preferences.microphone),
    };
    sink.set({
      speakerId: preferences.speakerId,
      canChooseSpeaker:
        typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype,
      canShareScreen: typeof mediaDevices()?.getDisplayMedia === 'function',
    });
    this.#report();
  }

  async start(): Promise<void> {
    if (!this.#active) {
      this.#active = true;
      this.#generation += 1;
      this.#unwatch = this.#watch();
    }
    for (const kind of KINDS) this.#captures[kind].retry = true;
    await Promise.all([this.#reconcile(), this.#refreshLists()]);
  }

  stop(): void {
    this.#active = false;
    this.#generation += 1;
    this.#unwatch?.();
    this.#unwatch = null;
    this.#screen.stop();
    for (const kind of KINDS) {
      this.#release(this.#captures[kind]);
      this.#captures[kind].problem = null;
    }
    this.#meter.close();
    this.#changed();
  }

  setCamera(on: boolean): Promise<void> {
    return this.#want('camera', { wanted: on });
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#want('microphone', { wanted: on });
  }

  chooseCamera(deviceId: string): Promise<void> {
    return this.#want('camera', { chosen: deviceId });
  }

  chooseMicrophone(deviceId: string): Promise<void> {
    return this.#want('microphone', { chosen: deviceId });
  }

  async chooseSpeaker(deviceId: string): Promise<void> {
    const speakerId = deviceId || null;
    updatePreferences({ speakerId });
    this.#sink.set({ speakerId });
  }

  track(source: Source): MediaStreamTrack | null {
    switch (source) {
      case 'camera':
      case 'microphone':
        return this.#captures[source].track;
      case 'screen_share':
        return this.#screen.track('video');
      case 'screen_share_audio':
        return this.#screen.track('audio');
    }
  }

  subscribe(listener: () => void): () => void {
    const own = (): void => listener();
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  microphoneLevel(): number {
    return this.#meter.level(this.#captures.microphone.track);
  }

  testSpeaker(): Promise<void> {
    return playChime(this.#sink.get().speakerId);
  }

  async startScreenShare(): Promise<void> {
    const problem = await this.#screen.choose(mediaDevices());
    if (!this.#active) this.#screen.stop();
    else if (!this.#screen.isShared) this.#sink.set({ screenShare: { live: false, problem } });
  }

  confirmScreenShare(): void {
    this.#screen.confirm();
  }

  cancelScreenShare(): void {
    this.#screen.cancel();
  }

  stopScreenShare(): void {
    this.#screen.stop();
  }

  #want(kind: Kind, wish: { wanted?: boolean; chosen?: string }): Promise<void> {
    const capture = this.#captures[kind];
    if (wish.wanted !== undefined) capture.wanted = wish.wanted;
    if (wish.chosen !== undefined) {
      capture.chosen = wish.chosen || null;
      // The default happens to be the one chosen.
      if (capture.track?.getSettings().deviceId === wish.chosen) capture.capturedFor = wish.chosen;
    }
    capture.retry = true;
    updatePreferences({ [kind]: { on: capture.wanted, deviceId: capture.chosen } });
    return this.#reconcile();
  }

  /** Brings what is captured into line; those who call meanwhile wait for the same loop. */
  #reconcile(): Promise<void> {
    this.#applyOff();
    this.#changed();
    this.#reconciling ??= this.#run().finally(() => {
      this.#reconciling = null;
    });
    return this.#reconciling;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#applyOff();
      const missing = KINDS.filter((kind) => this.#isMissing(this.#captures[kind]));
      if (missing.length === 0) break;
      for (const kind of missing) this.#captures[kind].retry = false;
      await this.#capture(missing);
      this.#changed();
    }
    this.#changed();
  }

  /** What needs no waiting: silence, and the camera's light. */
  #applyOff(): void {
    const { camera, microphone } = this.#captures;
    if (!camera.wanted) this.#release(camera);
    if (microphone.track) microphone.track.enabled = microphone.wanted;
    for (const capture of [camera, microphone]) if (!capture.wanted) capture.problem = null;
  }

  #isMissing(capture: Capture): boolean {
    if (!this.#active || !capture.wanted || !capture.retry) return false;
    return capture.track === null || capture.capturedFor !== capture.chosen;
  }

  /** Captures what is missing: both with one question, or each alone where that fails. */
  async #capture(missing: Kind[]): Promise<void> {
    const devices = mediaDevices();
    if (!devices) {
      for (const kind of missing) this.#captures[kind].problem = 'insecure';
      return;
    }
    const generation = this.#generation;
    if (missing.length === 2) {
      try {
        const { camera, microphone } = this.#captures;
        const chosen = { camera: camera.chosen, microphone: microphone.chosen };
        const stream = await devices.getUserMedia({
          video: constraints('camera', chosen.camera),
          audio: constraints('microphone', chosen.microphone),
        });
        for (const kind of missing) this.#accept(kind, stream, chosen[kind], generation);
        await this.#refreshLists();
        return;
      } catch {
        // One of them is what is wrong: find out which, and keep the other.
      }
    }
    for (const kind of missing) {
      if (generation === this.#generation) await this.#captureOne(devices, kind, generation);
    }
    await this.#refreshLists();
  }

  async #captureOne(devices: MediaDevices, kind: Kind, generation: number): Promise<void> {
    const capture = this.#captures[kind];
    const { chosen } = capture;
    // Most browsers let only one capture of a device be open with other settings: let go first.
    if (kind === 'camera') this.#release(capture);
    try {
      this.#accept(kind, await this.#getOne(devices, kind, chosen), chosen, generation);
    } catch (error) {
      if (generation !== this.#generation) return;
      const problem = deviceProblem(error);
      // Unplugged, and nothing else there: the former says more.
      capture.problem = capture.problem === 'ended' && problem === 'not_found' ? 'ended' : problem;
    }
  }

  async #getOne(devices: MediaDevices, kind: Kind, chosen: string | null): Promise<MediaStream> {
    const ask = (deviceId: string | null): Promise<MediaStream> =>
      devices.getUserMedia({
        [kind === 'camera' ? 'video' : 'audio']: constraints(kind, deviceId),
      });
    try {
      return await ask(chosen);
    } catch (error) {
      const gone = error instanceof Error && /^(Overconstrained|NotFound)Error$/.test(error.name);
      if (!gone || chosen === null) throw error;
      return await ask(null);
    }
  }

  #accept(kind: Kind, stream: MediaStream, chosen: string | null, generation: number): void {
    const capture = this.#captures[kind];
    const [track] = kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
    if (!track) return;
    // Stopped or switched off while the browser asked: it is asked again when it is wanted again.
    if (generation !== this.#generation || !capture.wanted) {
      track.stop();
      return;
    }
    this.#release(capture);
    capture.track = track;
    capture.capturedFor = chosen;
    capture.problem = null;
    if (kind === 'camera') track.contentHint = 'motion';
    track.onended = () => this.#handleEnded(capture, track);
  }

  /** Unplugged, or taken by the system: goes on with the default, if there is one. */
  #handleEnded(capture: Capture, track: MediaStreamTrack): void {
    if (capture.track !== track) return;
    this.#release(capture);
    capture.problem = 'ended';
    capture.chosen = null;
    capture.retry = true;
    void this.#reconcile();
  }

  #release(capture: Capture): void {
    if (!capture.track) return;
    capture.track.onended = null;
    capture.track.stop();
    capture.track = null;
    capture.capturedFor = null;
  }

  #watch(): () => void {
    const devices = mediaDevices();
    if (!devices) return () => {};
    const onDeviceChange = (): void => void this.#handleDeviceChange();
    devices.addEventListener('devicechange', onDeviceChange);
    const generation = this.#generation;
    const undo = [() => devices.removeEventListener('devicechange', onDeviceChange)];
    for (const kind of KINDS) {
      // Not every browser knows these names.
      navigator.permissions?.query({ name: kind as PermissionName }).then(
        (status) => {
          if (generation !== this.#generation) return;
          status.onchange = () => {
            if (status.state === 'granted') this.#tryAgain(kind, ['refused']);
          };
          undo.push(() => {
            status.onchange = null;
          });
        },
        () => {},
      );
    }
    return () => {
      for (const act of undo) act();
    };
  }

  async #handleDeviceChange(): Promise<void> {
    await this.#refreshLists();
    for (const kind of KINDS) this.#tryAgain(kind, ['not_found', 'ended', 'in_use']);
  }

  #tryAgain(kind: Kind, problems: DeviceProblem[]): void {
    const capture = this.#captures[kind];
    if (!this.#active || !capture.problem || !problems.includes(capture.problem)) return;
    capture.retry = true;
    void this.#reconcile();
  }

  async #refreshLists(): Promise<void> {
    let all: MediaDeviceInfo[];
    try {
      all = (await mediaDevices()?.enumerateDevices()) ?? [];
    } catch {
      return;
    }
    // Before permission the entries are there, but without id and name.
    const options = (kind: MediaDeviceKind): DeviceOption[] =>
      all
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map(({ deviceId, label }) => ({ deviceId, label }));
    this.#sink.set({
      cameras: options('videoinput'),
      microphones: options('audioinput'),
      speakers: options('audiooutput'),
    });
  }

  #changed(): void {
    this.#report();
    for (const listener of [...this.#listeners]) listener();
  }

  #report(): void {
    const state = this.#sink.get();
    const change: Partial<DevicesState> = {};
    for (const kind of KINDS) {
      const { wanted, chosen, track, capturedFor, problem } = this.#captures[kind];
      // What was chosen shows at once, though the former is kept until it is captured, and for as
      // long as one is muted; unless it did not work.
      const awaited = capturedFor !== chosen && !problem ? chosen : null;
      const deviceId = awaited ?? track?.getSettings().deviceId ?? chosen;
      const next = { wanted, live: track?.enabled ?? false, deviceId, problem };
      if (!same(state[kind], next)) change[kind] = next;
    }
    const wholeScreenChosen = this.#screen.isHeldBack;
    if (state.wholeScreenChosen !== wholeScreenChosen) change.wholeScreenChosen = wholeScreenChosen;
    const screenShare = { live: this.#screen.isShared, problem: null };
    if (state.screenShare.live !== screenShare.live) change.screenShare = screenShare;
    if (Object.keys(change).length > 0) this.#sink.set(change);
  }
}

function newCapture({ on, deviceId }: { on: boolean; deviceId: string | null }): Capture {
  return {
    wanted: on,
    chosen: deviceId,
    track: null,
    capturedFor: null,
    problem: null,
    retry: true,
  };
}

/** Absent on a page that is neither HTTPS nor localhost. */
function mediaDevices(): MediaDevices | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
}

function constraints(kind: Kind, deviceId: string | null): MediaTrackConstraints {
  const device = deviceId === null ? {} : { deviceId: { exact: deviceId } };
  return kind === 'camera'
    ? {
        ...device,
        width: { ideal: 1280 },
        height: { ideal: 720 },
        frameRate: { ideal: 30, max: 30 },
      }
    : { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
}

function same(a: object, b: object): boolean {
  return Object.entries(a).every(([key, value]) => (b as Record<string, unknown>)[key] === value);
}
