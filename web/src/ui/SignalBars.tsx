import './SignalBars.css';

/** One to three bars, the missing ones faint: the shape tells, not the colour. */
export function SignalBars({ bars }: { bars: 1 | 2 | 3 }) {
  return (
    <svg className="signal-bars" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={bar * 5 - 4}
          y={16 - bar * 5}
          width="4"
          height={bar * 5}
          rx="1"
          data-missing={bar > bars || undefined}
        />
      ))}
    </svg>
  );
}
