import './QualityBadge.css';

import type { ParticipantId } from '../../protocol/protocol.gen';
import { SELF } from '../../session/api';
import { useQuality } from '../../stores/quality';
import { useStrings } from '../../strings';
import { SignalBars } from '../../ui/SignalBars';

/** Badge on the tile of a participant with a poor connection; empty otherwise. */
export function QualityBadge({ id }: { id: ParticipantId | typeof SELF }) {
  const t = useStrings();
  const quality = useQuality(
    (state) => (id === SELF ? state.own : state.participants[id])?.quality ?? 'good',
  );
  if (quality === 'good') return null;
  const words = t.quality.levels[quality];
  return (
    <p className="quality-badge" data-quality={quality} title={words}>
      <SignalBars bars={quality === 'poor' ? 1 : 2} />
      <span className="visually-hidden">{words}</span>
    </p>
  );
}
