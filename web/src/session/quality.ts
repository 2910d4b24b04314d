import {
  type ConnectionSample,
  type Judgement,
  judge,
  nextJudgement,
  UNJUDGED,
  uplink,
} from '../lib/connection-quality';
import type { ParticipantId } from '../protocol/protocol.gen';
import type { MediaTransport } from '../rtc/media-transport';
import { QualitySampler } from '../rtc/quality';
import { type ConnectionQuality, initialQuality, type QualityState } from '../stores/quality';

/** Where the quality of connections is written. */
export interface QualitySink {
  set(state: QualityState): void;
}

/** Watches the quality of media while a media transport is open. */
export class QualityWatch {
  readonly #sink: QualitySink;
  readonly #sampler: QualitySampler;
  #judgements = new Map<ParticipantId, Judgement>();
  #own: Judgement = UNJUDGED;

  constructor(media: MediaTransport, sink: QualitySink) {
    this.#sink = sink;
    this.#sampler = new QualitySampler({
      stats: () => media.stats(),
      isVisible: () => document.visibilityState !== 'hidden',
      onSamples: (samples, upstream) => this.#handleSamples(samples, upstream),
    });
  }

  close(): void {
    this.#sampler.close();
    this.#sink.set(initialQuality);
  }

  #handleSamples(
    samples: ReadonlyMap<ParticipantId, ConnectionSample>,
    upstream: ConnectionSample | null,
  ): void {
    const judgements = new Map<ParticipantId, Judgement>();
    const participants: Record<ParticipantId, ConnectionQuality> = {};
    for (const [id, sample] of samples) {
      // Slow encoding on this device is not the fault of any connection.
      const limited = sample.limited && { ...sample.limited, cpu: 0 };
      const before = this.#judgements.get(id) ?? UNJUDGED;
      const judgement = nextJudgement(before, judge({ ...sample, limited }));
      judgements.set(id, judgement);
      participants[id] = shown(judgement, sample);
    }
    this.#judgements = judgements;
    const sample = upstream ?? uplink([...samples.values()]);
    this.#own = sample ? nextJudgement(this.#own, judge(sample)) : UNJUDGED;
    this.#sink.set({ own: sample && shown(this.#own, sample), participants });
  }
}

function shown({ quality, reasons }: Judgement, sample: ConnectionSample): ConnectionQuality {
  return { quality, reasons, sample };
}
