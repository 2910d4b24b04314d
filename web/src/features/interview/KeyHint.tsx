import { useSettings } from '../../stores/settings';

/** The key that does the same as a button, where single keys are on and there is a keyboard. */
export function KeyHint({ of }: { of: string }) {
  const on = useSettings((state) => state.shortcuts);
  return on ? (
    <span className="interview-key" aria-hidden="true">
      {of.toUpperCase()}
    </span>
  ) : null;
}
