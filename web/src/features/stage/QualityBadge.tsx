import './QualityBadge.css';

import { SignalLow, SignalMedium } from 'lucide-react';

import type { ParticipantId } from '../../rtc/protocol.gen';
import { SELF } from '../../session/api';
import { useQuality } from '../../stores/quality';
import { t } from '../../strings';

/** A mark on the tile of whose media gets through badly; nothing while all is well. */
export function QualityBadge({ id }: { id: ParticipantId | typeof SELF }) {
  const quality = useQuality(
    (state) => (id === SELF ? state.own : state.participants[id])?.quality ?? 'good',
  );
  if (quality === 'good') return null;
  const words = t.quality.levels[quality];
  const Icon = quality === 'poor' ? SignalLow : SignalMedium;
  return (
    <p className="quality-badge" data-quality={quality} title={words}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{words}</span>
    </p>
  );
}
