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
  targetOf,
  worthAskingAlone,
} from './capture';
import { playChime } from './chime';
import { listDevices, watchDevices } from './device-lists';
import { type DevicesState, effectiveSpeaker } from './device-state';
import { MicrophoneWatch } from './microphone-watch';
import { ScreenCapture } from './screen-capture';
import type { Source } from './source';
import { aboutVoice, switchVoice } from './voice';

/** Time in ms before a muted track counts as held back. Late frames mute a camera too. */
const INTERRUPTED_AFTER: Record<CaptureKind, number> = { camera: 3_000, microphone: 0 };
/** Time for the system to unmute the tracks of a page that is shown again, in ms. */
const RESUMES_WITHIN = 1_000;

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
      canPickSpeaker: typeof mediaDevices()?.selectAudioOutput === 'function',
      canChooseSpeaker:
        typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype,
      canShareScreen: typeof mediaDevices()?.getDisplayMedia === 'function',
    });
    this.#report();
  }

  async start(): Promise<void> {
    const refused = KINDS.filter(
      (kind) => this.#active && this.#captures[kind].problem === 'refused',
    );
    if (!this.#active) {
      this.#active = true;
      this.#generation += 1;
      for (const kind of KINDS) this.#captures[kind].absent = false;
      this.#unwatch = watchDevices({
        onChange: () => void this.#handleDeviceChange(),
        onGranted: (kind) => this.#retryAfter(kind, ['refused']),
        onShown: () => setTimeout(() => this.#handleShown(), RESUMES_WITHIN),
      });
    }
    this.#watch.start();
    // The person has answered the browser's question: joining does not ask it again.
    for (const kind of KINDS) this.#captures[kind].retry ||= !refused.includes(kind);
    await Promise.all([this.#reconcile(), this.#refreshLists()]);
  }

  async tryAgain(): Promise<void> {
    for (const kind of KINDS) this.#captures[kind].retry = true;
    await this.start();
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

  async pickSpeaker(): Promise<void> {
    const devices = mediaDevices();
    if (!devices?.selectAudioOutput) return;
    let speaker: MediaDeviceInfo;
    try {
      speaker = await devices.selectAudioOutput();
    } catch (error) {
      // The person closed the browser's dialog.
      if (deviceProblem(error) === 'refused') return;
      throw error;
    }
    await this.#refreshLists();
    const { speakers } = this.#sink.get();
    const { deviceId, label } = speaker;
    if (!speakers.some((known) => known.deviceId === deviceId)) {
      this.#sink.set({ speakers: [...speakers, { deviceId, label }] });
    }
    await this.chooseSpeaker(deviceId);
  }

  track(source: Source): MediaStreamTrack | null {
    switch (source) {
      case 'camera':
      case 'microphone': {
        const { track, interrupted } = this.#captures[source];
        return interrupted ? null : track;
      }
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
    return playChime(effectiveSpeaker(this.#sink.get()));
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
      capture.preferred = wish.chosen || null;
      capture.absent = false;
      capture.returning = false;
      // The browser's default is already the chosen device.
      if (capture.askedFor && capture.track?.getSettings().deviceId === wish.chosen) {
        capture.askedFor = { ...capture.askedFor, deviceId: wish.chosen };
      }
    }
    capture.retry = true;
    const on = capture.wanted || this.#overruled.has(kind);
    updatePreferences({ [kind]: { on, deviceId: capture.preferred } });
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
    for (const capture of [camera, microphone]) {
      if (capture.wanted && capture.interrupted) capture.problem = 'interrupted';
      else if (!capture.wanted || capture.problem === 'interrupted') capture.problem = null;
    }
  }

  #isMissing(kind: CaptureKind): boolean {
    const capture = this.#captures[kind];
    if (!this.#active || !capture.wanted || !capture.retry) return false;
    const isGood = capture.track && !capture.interrupted;
    return !isGood || !this.#isOfTarget(capture) || !this.#isVoiceAsAsked(kind);
  }

  #isOfTarget(capture: Capture): boolean {
    return capture.askedFor?.deviceId === targetOf(capture);
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
    let alone: readonly CaptureKind[] = missing;
    if (missing.length === 2) {
      try {
        const { camera, microphone } = this.#captures;
        const voice = this.#voice;
        const asked = {
          camera: { deviceId: targetOf(camera), voice },
          microphone: { deviceId: targetOf(microphone), voice },
        };
        const stream = await devices.getUserMedia({
          video: constraints('camera', asked.camera),
          audio: constraints('microphone', asked.microphone),
        });
        for (const kind of missing) this.#accept(kind, stream, asked[kind], generation);
        await this.#refreshLists();
        return;
      } catch (error) {
        // One of the two devices failed: capture them one by one and keep the good one.
        alone = await worthAskingAlone(error);
      }
    }
    for (const kind of missing) {
      if (generation !== this.#generation) break;
      if (alone.includes(kind)) await this.#captureOne(devices, kind, generation);
      else this.#captures[kind].problem = 'refused';
    }
    await this.#refreshLists();
  }

  async #captureOne(devices: MediaDevices, kind: CaptureKind, generation: number): Promise<void> {
    const capture = this.#captures[kind];
    const asked: Asked = { deviceId: targetOf(capture), voice: this.#voice };
    // Most browsers allow one capture of a device at a time: release the old one first.
    if (kind === 'camera') this.#release(capture);
    try {
      const works = kind === 'microphone' && capture.track && !capture.interrupted;
      const voiceOnly = works && this.#isOfTarget(capture);
      if (voiceOnly && (await this.#switchVoice(devices, asked, generation))) return;
      const { stream, absent } = await captureDevice(devices, kind, asked);
      // The person has not chosen another device meanwhile.
      if (absent && targetOf(capture) === asked.deviceId) capture.absent = true;
      const got = absent ? { ...asked, deviceId: null } : asked;
      this.#accept(kind, stream, got, generation);
    } catch (error) {
      if (generation !== this.#generation) return;
      const problem = deviceProblem(error);
      if (capture.returning && targetOf(capture) === asked.deviceId) {
        // The device came back but does not work yet: the default stays until the next change.
        capture.returning = false;
        capture.absent = true;
        capture.retry = true;
        return;
      }
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
    capture.returning = false;
    capture.problem = null;
    if (kind === 'camera') track.contentHint = 'motion';
    track.onended = () => this.#handleEnded(capture, track);
    track.addEventListener('mute', () => this.#handleMute(kind, track));
    track.addEventListener('unmute', () => this.#handleUnmute(kind, track));
    if (track.muted) this.#handleMute(kind, track);
  }

  /**
   * The device was unplugged or taken by the system: falls back to the default, if there is one.
   */
  #handleEnded(capture: Capture, track: MediaStreamTrack): void {
    if (capture.track !== track) return;
    this.#release(capture);
    capture.problem = 'ended';
    capture.absent = capture.preferred !== null;
    capture.retry = true;
    void this.#reconcile();
  }

  /** The system holds the track back: others must not take the device for one that is on. */
  #handleMute(kind: CaptureKind, track: MediaStreamTrack): void {
    const capture = this.#captures[kind];
    const apply = (): void => {
      if (capture.track !== track || !track.muted || capture.interrupted) return;
      capture.interrupted = true;
      // The system still has the device.
      capture.retry = false;
      void this.#reconcile();
    };
    // The timers of a hidden page may stand still.
    const hidden = globalThis.document?.visibilityState === 'hidden';
    const delay = INTERRUPTED_AFTER[kind];
    if (delay === 0 || hidden) apply();
    else setTimeout(apply, delay);
  }

  #handleUnmute(kind: CaptureKind, track: MediaStreamTrack): void {
    const capture = this.#captures[kind];
    if (capture.track !== track || !capture.interrupted) return;
    capture.interrupted = false;
    void this.#reconcile();
  }

  #release(capture: Capture): void {
    if (!capture.track) return;
    capture.track.onended = null;
    capture.track.stop();
    capture.track = null;
    capture.askedFor = null;
    capture.interrupted = false;
  }

  async #handleDeviceChange(): Promise<void> {
    await this.#refreshLists();
    const { cameras, microphones } = this.#sink.get();
    const lists = { camera: cameras, microphone: microphones };
    for (const kind of KINDS) {
      const capture = this.#captures[kind];
      const isThere = lists[kind].some(({ deviceId }) => deviceId === capture.preferred);
      if (this.#active && capture.absent && isThere) {
        capture.absent = false;
        capture.returning = true;
        capture.retry = true;
        void this.#reconcile();
      }
      this.#retryAfter(kind, ['not_found', 'ended', 'in_use', 'interrupted']);
    }
  }

  /** The page is shown again, perhaps after a telephone call that took the devices. */
  #handleShown(): void {
    for (const kind of KINDS) this.#retryAfter(kind, ['ended', 'in_use', 'interrupted']);
  }

  #retryAfter(kind: CaptureKind, problems: DeviceProblem[]): void {
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
      const { wanted, preferred, track, problem, interrupted } = capture;
      // The new choice shows at once. The old device stays in use until the new one is captured,
      // and while the microphone is muted, unless it failed.
      const awaited = !this.#isOfTarget(capture) && !problem ? targetOf(capture) : null;
      const deviceId = awaited ?? track?.getSettings().deviceId ?? preferred;
      const live = !interrupted && (track?.enabled ?? false);
      const next = { wanted, live, deviceId, problem };
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
