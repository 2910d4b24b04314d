import {
  type MicrophoneReading,
  type MicrophoneTrouble,
  nextMutedSpeech,
  nextTrouble,
  UNNOTICED,
  UNTROUBLED,
} from '../lib/microphone-watch';
import type { AudioMeter } from './audio-meter';
import type { Capture } from './capture';

/** Findings from measuring the own microphone; nothing of it leaves the page. */
export interface Hearing {
  trouble: MicrophoneTrouble | null;
  /** True if the person speaks while muted and must be told. */
  mutedSpeech: boolean;
}

export const NOTHING_HEARD: Hearing = { trouble: null, mutedSpeech: false };

const INTERVAL = 250;
/** Keyboard noise: loud sound this soon after a key press is not taken for speech, in ms. */
const TYPING = 500;

/**
 * Measures the own microphone. A muted track is silent, so a copy is measured while muted; nothing
 * sends it. If the person turned that off, there is no copy and the browser may release the
 * microphone.
 */
export class MicrophoneWatch {
  readonly #microphone: Readonly<Capture>;
  readonly #meter: AudioMeter;
  readonly #onChange: (hearing: Hearing) => void;
  #listensMuted: boolean;
  #copy: { of: MediaStreamTrack; track: MediaStreamTrack } | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #listeners: AbortController | null = null;
  #typedAt = Number.NEGATIVE_INFINITY;
  #troubled = UNTROUBLED;
  #mutedSpeech = UNNOTICED;
  #hearing = NOTHING_HEARD;

  constructor(
    microphone: Readonly<Capture>,
    meter: AudioMeter,
    listensMuted: boolean,
    onChange: (hearing: Hearing) => void,
  ) {
    this.#microphone = microphone;
    this.#meter = meter;
    this.#listensMuted = listensMuted;
    this.#onChange = onChange;
  }

  /** Starts in prejoin and again on joining, so that the meeting shows what prejoin found. */
  start(): void {
    this.#mutedSpeech = UNNOTICED;
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#look(), INTERVAL);
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const onKey = (): void => {
      this.#typedAt = Date.now();
    };
    globalThis.addEventListener?.('keydown', onKey, { signal, capture: true });
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#listeners?.abort();
    this.#dropCopy();
    this.#troubled = UNTROUBLED;
    this.#mutedSpeech = UNNOTICED;
    this.#tell(NOTHING_HEARD);
  }

  setListensMuted(listens: boolean): void {
    this.#listensMuted = listens;
    this.handleChange();
  }

  /** The microphone was muted, unmuted, replaced or released. */
  handleChange(): void {
    const { track, wanted } = this.#microphone;
    const listens = this.#timer !== undefined && this.#listensMuted;
    if (this.#copy && (this.#copy.of !== track || wanted || !listens)) this.#dropCopy();
    if (track && !wanted && listens && !this.#copy && track.readyState === 'live') {
      const copy = track.clone();
      copy.enabled = true;
      this.#copy = { of: track, track: copy };
    }
    if (wanted && this.#hearing.mutedSpeech) this.#look();
  }

  #look(): void {
    const now = Date.now();
    const { track } = this.#microphone;
    const state = stateOf(this.#microphone);
    const peak = this.#meter.loudest(state === 'muted' ? (this.#copy?.track ?? null) : track);
    this.#troubled = nextTrouble(this.#troubled, { state, peak, track }, now);
    const typing = now - this.#typedAt < TYPING;
    const level = state === 'muted' ? (typing ? 0 : (peak ?? 0)) : null;
    this.#mutedSpeech = nextMutedSpeech(this.#mutedSpeech, level, now);
    this.#tell({ trouble: this.#troubled.trouble, mutedSpeech: this.#mutedSpeech.noticed });
  }

  #tell(hearing: Hearing): void {
    const { trouble, mutedSpeech } = this.#hearing;
    if (trouble === hearing.trouble && mutedSpeech === hearing.mutedSpeech) return;
    this.#hearing = hearing;
    this.#onChange(hearing);
  }

  #dropCopy(): void {
    if (!this.#copy) return;
    this.#meter.release(this.#copy.track);
    this.#copy.track.stop();
    this.#copy = null;
  }
}

function stateOf({ track, wanted, problem }: Readonly<Capture>): MicrophoneReading['state'] {
  if (!track) return wanted && problem === 'ended' ? 'ended' : 'none';
  if (!wanted) return 'muted';
  return track.muted ? 'interrupted' : 'live';
}
