import './WaitingRows.css';

import { useId, useLayoutEffect, useRef } from 'react';
import { ask } from '../../actions/hosting';
import type { WaitingParticipant } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';

interface WaitingRowsProps {
  waiting: WaitingParticipant[];
  /** Gets the focus when the last row disappears. */
  fallback: string;
  /** Names a row's person. */
  nameOf?: (name: string) => string;
}

/** People in the lobby, with buttons to admit or deny each. */
export function WaitingRows({ waiting, fallback, nameOf = (name) => name }: WaitingRowsProps) {
  const t = useStrings();
  const list = useRef<HTMLUListElement>(null);
  /** The row pressed last; its buttons disappear with it. */
  const pressed = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `waiting` decides which rows remain.
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

/** The buttons have the same names in every row, so the row describes them. */
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
