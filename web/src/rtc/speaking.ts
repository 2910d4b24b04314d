import { nextSpeaking, type Speaking } from '../lib/active-speakers';
import type { ParticipantId } from '../protocol/protocol.gen';

const INTERVAL = 200;

/** Polls several times a second who speaks, and calls back on a change. */
export class SpeakingDetector {
  readonly #levels: () => Iterable<readonly [ParticipantId, number]>;
  readonly #onChange: (speakers: ParticipantId[]) => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #speaking: Speaking = new Map();

  constructor(
    levels: () => Iterable<readonly [ParticipantId, number]>,
    onChange: (speakers: ParticipantId[]) => void,
  ) {
    this.#levels = levels;
    this.#onChange = onChange;
    this.#timer = setInterval(() => this.#poll(), INTERVAL);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #poll(): void {
    const before = this.#speaking;
    const now = nextSpeaking(before, this.#levels(), Date.now());
    this.#speaking = now;
    if (now.size !== before.size || [...now.keys()].some((id) => !before.has(id))) {
      this.#onChange([...now.keys()]);
    }
  }
}
