import { type DeviceProblem, deviceProblem } from '../lib/device-problem';
import { readPreferences, updatePreferences } from '../lib/preferences';
import { VOICE_PROCESSING, type VoiceWishes, voiceSwitches } from '../lib/voice-processing';
import { AudioMeter } from './audio-meter';
import {
  type Asked,
  type Capture,
  type CaptureKind,
  captureBeside,
  captureDevice,
  constraints,
  KINDS,
  mediaDevices,
  newCapture,
} from './capture';
import { playChime } from './chime';
import { listDevices, watchDevices } from './device-lists';
import type { DevicesState } from './device-state';
import { MicrophoneWatch } from './microphone-watch';
import { ScreenCapture } from './screen-capture';
import type { Source } from './source';
import { aboutVoice, switchVoice } from './voice';

/** Where the manager writes its state: a store, or an object in tests. */
export interface DevicesStateSink {
  get(): DevicesState;
  set(change: Partial<DevicesState>): void;
}

/**
 * Owns the capture devices of the page. Each call only records the desired state, and one loop at a
 * time applies it, so the last wish wins however fast somebody toggles. A camera that is off is
 * released and its light goes out. A muted microphone stays captured but silent, so unmuting is
 * instant.
 */
export class CaptureDeviceManager {
  readonly #sink: DevicesStateSink;
  readonly #captures: Record<CaptureKind, Capture>;
  readonly #meter = new AudioMeter();
  readonly #watch: MicrophoneWatch;
  readonly #listeners = new Set<() => void>();
  readonly #screen = new ScreenCapture(() => this.#changed());
  #voice: VoiceWishes;
  /**
   * Devices that a host turned off: off until their owner turns them on, without changing the wish.
   */
  readonly #overruled = new Set<CaptureKind>();
  #active = false;
  /**
   * Counts starts and stops: a capture requested before a stop is released if it arrives after the
   * stop.
   */
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
    this.#voice = preferences.voice;
    this.#watch = new MicrophoneWatch(
      this.#captures.microphone,
      this.#meter,
      preferences.listensMuted,
      (hearing) => sink.set({ hearing }),
    );
    sink.set({
      listensMuted: preferences.listensMuted,
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
      this.#unwatch = watchDevices({
        onChange: () => void this.#handleDeviceChange(),
        onGranted: (kind) => this.#tryAgain(kind, ['refused']),
      });
    }
    this.#watch.start();
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
    for (const kind of this.#overruled) this.#captures[kind].wanted = true;
    this.#overruled.clear();
    this.#watch.stop();
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

  /**
   * Changes the voice processing. While muted, the change may wait until the microphone is unmuted.
   */
  setVoice(change: Partial<VoiceWishes>): Promise<void> {
    this.#voice = { ...this.#voice, ...change };
    updatePreferences({ voice: this.#voice });
    this.#captures.microphone.retry = true;
    return this.#reconcile();
  }

  setListensMuted(listensMuted: boolean): void {
    updatePreferences({ listensMuted });
    this.#sink.set({ listensMuted });
    this.#watch.setListensMuted(listensMuted);
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

  stopSource(source: Source): void {
    if (source !== 'camera' && source !== 'microphone') {
      this.stopScreenShare();
    } else if (this.#captures[source].wanted) {
      this.#captures[source].wanted = false;
      this.#overruled.add(source);
      void this.#reconcile();
    }
  }

  #want(kind: CaptureKind, wish: { wanted?: boolean; chosen?: string }): Promise<void> {
    const capture = this.#captures[kind];
    if (wish.wanted !== undefined) {
      capture.wanted = wish.wanted;
      this.#overruled.delete(kind);
    }
    if (wish.chosen !== undefined) {
      capture.chosen = wish.chosen || null;
      // The browser's default is already the chosen device.
      if (capture.askedFor && capture.track?.getSettings().deviceId === wish.chosen) {
        capture.askedFor = { ...capture.askedFor, deviceId: wish.chosen };
      }
    }
    capture.retry = true;
    const on = capture.wanted || this.#overruled.has(kind);
    updatePreferences({ [kind]: { on, deviceId: capture.chosen } });
    return this.#reconcile();
  }

  /** Applies the desired state. Concurrent callers wait for the same loop. */
  #reconcile(): Promise<void> {
    this.#applyOff();
    this.#changed();
    this.#reconciling ??= this.#run()
      .finally(() => {
        this.#reconciling = null;
      })
      // A wish arrived after the loop's last check.
      .then(() => (KINDS.some((kind) => this.#isMissing(kind)) ? this.#reconcile() : undefined));
    return this.#reconciling;
  }

  async #run(): Promise<void> {
    for (;;) {
      this.#applyOff();
      const missing = KINDS.filter((kind) => this.#isMissing(kind));
      if (missing.length === 0) break;
      for (const kind of missing) this.#captures[kind].retry = false;
      await this.#capture(missing);
      this.#changed();
    }
    this.#changed();
  }

  /** Applies what needs no waiting: muting, and the camera's light. */
  #applyOff(): void {
    const { camera, microphone } = this.#captures;
    if (!camera.wanted) this.#release(camera);
    if (microphone.track) microphone.track.enabled = microphone.wanted;
    for (const capture of [camera, microphone]) if (!capture.wanted) capture.problem = null;
  }

  #isMissing(kind: CaptureKind): boolean {
    const capture = this.#captures[kind];
    if (!this.#active || !capture.wanted || !capture.retry) return false;
    return !capture.track || !this.#isOfChosen(capture) || !this.#isVoiceAsAsked(kind);
  }

  #isOfChosen({ askedFor, chosen }: Capture): boolean {
    return askedFor?.deviceId === chosen;
  }

  #isVoiceAsAsked(kind: CaptureKind): boolean {
    return kind === 'camera' || this.#captures[kind].askedFor?.voice === this.#voice;
  }

  /** Captures missing devices: both with one permission prompt, or one at a time if that fails. */
  async #capture(missing: CaptureKind[]): Promise<void> {
    const devices = mediaDevices();
    if (!devices) {
      for (const kind of missing) this.#captures[kind].problem = 'insecure';
      return;
    }
    const generation = this.#generation;
    if (missing.length === 2) {
      try {
        const { camera, microphone } = this.#captures;
        const voice = this.#voice;
        const asked = {
          camera: { deviceId: camera.chosen, voice },
          microphone: { deviceId: microphone.chosen, voice },
        };
        const stream = await devices.getUserMedia({
          video: constraints('camera', asked.camera),
          audio: constraints('microphone', asked.microphone),
        });
        for (const kind of missing) this.#accept(kind, stream, asked[kind], generation);
        await this.#refreshLists();
        return;
      } catch {
        // One of the two devices failed: capture them one by one and keep the good one.
      }
    }
    for (const kind of missing) {
      if (generation === this.#generation) await this.#captureOne(devices, kind, generation);
    }
    await this.#refreshLists();
  }

  async #captureOne(devices: MediaDevices, kind: CaptureKind, generation: number): Promise<void> {
    const capture = this.#captures[kind];
    const asked: Asked = { deviceId: capture.chosen, voice: this.#voice };
    // Most browsers allow one capture of a device at a time: release the old one first.
    if (kind === 'camera') this.#release(capture);
    try {
      const voiceOnly = kind === 'microphone' && capture.track && this.#isOfChosen(capture);
      if (voiceOnly && (await this.#switchVoice(devices, asked, generation))) return;
      this.#accept(kind, await captureDevice(devices, kind, asked), asked, generation);
    } catch (error) {
      if (generation !== this.#generation) return;
      const problem = deviceProblem(error);
      // The device was unplugged and there is no other: `ended` explains more than `not_found`.
      capture.problem = capture.problem === 'ended' && problem === 'not_found' ? 'ended' : problem;
    }
  }

  /** Switches the voice processing of the live microphone; false if it must be captured anew. */
  async #switchVoice(devices: MediaDevices, asked: Asked, generation: number): Promise<boolean> {
    const { microphone } = this.#captures;
    const { track } = microphone;
    if (!track) return false;
    if (await switchVoice(track, asked.voice)) {
      if (microphone.track === track) microphone.askedFor = asked;
      return true;
    }
    const beside = await captureBeside(devices, asked);
    if (beside) this.#accept('microphone', beside, asked, generation);
    else if (generation === this.#generation) this.#release(microphone);
    return beside !== null || generation !== this.#generation;
  }

  #accept(kind: CaptureKind, stream: MediaStream, asked: Asked, generation: number): void {
    const capture = this.#captures[kind];
    const [track] = kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks();
    if (!track) return;
    // The device was turned off while the browser asked: the next wish asks again.
    if (generation !== this.#generation || !capture.wanted) {
      track.stop();
      return;
    }
    this.#release(capture);
    capture.track = track;
    capture.askedFor = asked;
    capture.problem = null;
    if (kind === 'camera') track.contentHint = 'motion';
    track.onended = () => this.#handleEnded(capture, track);
  }

  /**
   * The device was unplugged or taken by the system: falls back to the default, if there is one.
   */
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
    capture.askedFor = null;
  }

  async #handleDeviceChange(): Promise<void> {
    await this.#refreshLists();
    for (const kind of KINDS) this.#tryAgain(kind, ['not_found', 'ended', 'in_use']);
  }

  #tryAgain(kind: CaptureKind, problems: DeviceProblem[]): void {
    const capture = this.#captures[kind];
    if (!this.#active || !capture.problem || !problems.includes(capture.problem)) return;
    capture.retry = true;
    void this.#reconcile();
  }

  async #refreshLists(): Promise<void> {
    const lists = await listDevices();
    if (lists) this.#sink.set(lists);
  }

  #changed(): void {
    this.#watch.handleChange();
    this.#report();
    for (const listener of [...this.#listeners]) listener();
  }

  #report(): void {
    const state = this.#sink.get();
    const change: Partial<DevicesState> = {};
    for (const kind of KINDS) {
      const capture = this.#captures[kind];
      const { wanted, chosen, track, problem } = capture;
      // The new choice shows at once. The old device stays in use until the new one is captured,
      // and while the microphone is muted, unless it failed.
      const awaited = !this.#isOfChosen(capture) && !problem ? chosen : null;
      const deviceId = awaited ?? track?.getSettings().deviceId ?? chosen;
      const next = { wanted, live: track?.enabled ?? false, deviceId, problem };
      if (!same(state[kind], next)) change[kind] = next;
    }
    const wholeScreenChosen = this.#screen.isHeldBack;
    if (state.wholeScreenChosen !== wholeScreenChosen) change.wholeScreenChosen = wholeScreenChosen;
    const { track } = this.#captures.microphone;
    const voice = voiceSwitches(
      this.#voice,
      mediaDevices()?.getSupportedConstraints?.() ?? {},
      track && { ...aboutVoice(track), tried: this.#isVoiceAsAsked('microphone') },
    );
    if (VOICE_PROCESSING.some((name) => !same(state.voice[name], voice[name])))
      change.voice = voice;
    const screenShare = { live: this.#screen.isShared, problem: null };
    if (state.screenShare.live !== screenShare.live) change.screenShare = screenShare;
    if (Object.keys(change).length > 0) this.#sink.set(change);
  }
}

function same(a: object, b: object): boolean {
  return Object.entries(a).every(([key, value]) => (b as Record<string, unknown>)[key] === value);
}
