import './BankPicker.css';

import { useState } from 'react';

import { ANY_QUESTION, placesOf } from '../../lib/question-filter';
import type { QuestionSpec } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { QuestionFilterBar } from './QuestionFilterBar';
import { QuestionLine } from './QuestionLine';

interface BankPickerProps {
  bank: readonly QuestionSpec[];
  /** How many more questions fit. */
  room: number;
  onTake: (questions: QuestionSpec[]) => void;
  onClose: () => void;
}

const AT_ONCE = 50;

/** Picks questions from the bank. */
export function BankPicker({ bank, room, onTake, onClose }: BankPickerProps) {
  const t = useStrings();
  const [filter, setFilter] = useState(ANY_QUESTION);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [most, setMost] = useState(AT_ONCE);
  const places = placesOf(bank, filter);
  const hidden = places.length - most;
  const over = chosen.size > room;

  const toggle = (place: number) => {
    const next = new Set(chosen);
    if (!next.delete(place)) next.add(place);
    setChosen(next);
  };

  return (
    <Dialog title={t.picker.title} onClose={onClose}>
      <QuestionFilterBar
        questions={bank}
        filter={filter}
        found={places.length}
        onChange={(next) => {
          setFilter(next);
          setMost(AT_ONCE);
        }}
      />
      <ul className="bank-picker">
        {places.slice(0, most).map((place) => {
          const question = bank[place];
          return (
            question && (
              <li key={place}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen.has(place)}
                    onChange={() => toggle(place)}
                  />
                  <QuestionLine question={question} />
                </label>
              </li>
            )
          );
        })}
        {hidden > 0 && (
          <li className="bank-picker-more">
            <Button variant="quiet" onClick={() => setMost(most + AT_ONCE)}>
              {t.picker.more(Math.min(hidden, AT_ONCE))}
            </Button>
          </li>
        )}
      </ul>
      <div className="bank-picker-foot">
        {over && (
          <p className="field-note" data-error="" role="alert">
            {t.picker.tooMany(room)}
          </p>
        )}
        <Button
          variant="primary"
          disabled={chosen.size === 0 || over}
          onClick={() => onTake(bank.filter((_, place) => chosen.has(place)))}
        >
          {t.picker.take(chosen.size)}
        </Button>
      </div>
    </Dialog>
  );
}
