import './WaitingRows.css';

import { useId, useLayoutEffect, useRef } from 'react';

import type { WaitingParticipant } from '../../rtc/protocol.gen';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { ask } from '../../ui/hosting';

interface WaitingRowsProps {
  waiting: WaitingParticipant[];
  /** What takes the focus when the row that had it is gone, and there is none after it. */
  fallback: string;
  /** How each is called in the list. */
  nameOf?: (name: string) => string;
}

/** Who waits in the lobby, each to be let in or sent away. */
export function WaitingRows({ waiting, fallback, nameOf = (name) => name }: WaitingRowsProps) {
  const t = useStrings();
  const list = useRef<HTMLUListElement>(null);
  /** The row of the last press: its buttons go with it. */
  const pressed = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows that are left change with it.
  useLayoutEffect(() => {
    const at = pressed.current;
    if (at === null || document.activeElement !== document.body) return;
    pressed.current = null;
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-admit]') ?? [];
    rows[Math.min(at, rows.length - 1)]?.focus();
  }, [waiting]);

  useLayoutEffect(
    () => () => {
      if (pressed.current === null) return;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        document.querySelector<HTMLElement>(fallback)?.focus();
      });
    },
    [fallback],
  );

  return (
    <ul ref={list} className="waiting" aria-label={t.hosts.waitingList}>
      {waiting.map((one, index) => (
        <WaitingRow
          key={one.id}
          one={one}
          label={nameOf(one.name)}
          onPress={() => {
            pressed.current = index;
          }}
        />
      ))}
    </ul>
  );
}

interface WaitingRowProps {
  one: WaitingParticipant;
  label: string;
  onPress: () => void;
}

/** The buttons are called alike in every row: the row describes them. */
function WaitingRow({ one, label, onPress }: WaitingRowProps) {
  const t = useStrings();
  const nameId = useId();
  const press = (name: 'admit' | 'deny') => {
    onPress();
    void ask(name, { participant_id: one.id });
  };
  return (
    <li className="waiting-row">
      <span className="waiting-who">
        <span className="waiting-avatar">
          <Avatar id={one.id} name={one.name} />
        </span>
        <span id={nameId} className="waiting-name">
          <span dir="auto">{label}</span>
          {one.suspect && <span className="waiting-note">{t.hosts.suspect}</span>}
        </span>
      </span>
      <span className="waiting-answers">
        <Button size="small" aria-describedby={nameId} onClick={() => press('deny')}>
          {t.hosts.deny}
        </Button>
        <Button
          size="small"
          variant="primary"
          data-admit=""
          aria-describedby={nameId}
          onClick={() => press('admit')}
        >
          {t.hosts.admit}
        </Button>
      </span>
    </li>
  );
}
