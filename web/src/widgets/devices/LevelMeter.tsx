import './LevelMeter.css';

import { useEffect, useRef } from 'react';

import { devices } from '../../session';
import { useStrings } from '../../strings';

/** How often screen readers get the value, in ms; the bar moves with every frame. */
const TOLD_EVERY_MS = 500;

/** Level of the microphone, painted outside React so that nothing re-renders. */
export function LevelMeter({ hint }: { hint?: string }) {
  const t = useStrings();
  const meter = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let frame = 0;
    let shown = 0;
    let toldAt = 0;
    const paint = (now: number) => {
      const level = Math.min(1, Math.max(0, devices.microphoneLevel()));
      // Speech is quiet on a linear scale; the root spreads it over the bar. The bar rises at once
      // and falls slowly.
      const target = Math.sqrt(level);
      shown = target > shown ? target : shown + (target - shown) * 0.15;
      if (bar.current) bar.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      if (now - toldAt > TOLD_EVERY_MS) {
        toldAt = now;
        meter.current?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
      }
      frame = requestAnimationFrame(paint);
    };
    frame = requestAnimationFrame(paint);
    return () => cancelAnimationFrame(frame);
  }, []);

  return (
    <div className="level">
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot be painted by transform alone. */}
      <div
        ref={meter}
        className="level-track"
        role="meter"
        aria-label={t.devices.level}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
      >
        <div ref={bar} className="level-bar" />
      </div>
      {hint && <p className="field-note">{hint}</p>}
    </div>
  );
}
