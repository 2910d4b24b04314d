import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import type { Part } from './Block';

const PARTS: readonly Part[] = ['questions', 'notes', 'scorecard'];

/** Buttons that scroll to the parts of the long panel. */
export function Jumps() {
  const t = useStrings().interview;
  const go = (part: Part) => {
    const block = document.querySelector(`.interview-block[data-part="${part}"]`);
    block?.scrollIntoView({ block: 'start', behavior: 'smooth' });
    block?.querySelector<HTMLElement>('h3')?.focus({ preventScroll: true });
  };
  return (
    <nav className="interview-jumps" aria-label={t.jump}>
      {PARTS.map((part) => (
        <Button key={part} size="small" variant="quiet" onClick={() => go(part)}>
          {t[part]}
        </Button>
      ))}
    </nav>
  );
}
