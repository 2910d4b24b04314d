import { type FormEvent, useEffect, useRef, useState } from 'react';

import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { TextArea } from '../../ui/TextArea';
import { useDraft } from './useDraft';
import { useSend } from './useSend';

const MAX_TEXT = 4_000;
const MAX_POINTS = 30;
const MAX_POINT = 200;

interface AskFormProps {
  id: MeetingId;
  /** True if questions can be asked now. */
  open: boolean;
  /** True if the person asked for the field. */
  takesFocus: boolean;
  /** Called once the question is asked, and on Escape. */
  onDone: () => void;
}

/** Form that asks an unplanned question at once. */
export function AskForm({ id, open, takesFocus, onDone }: AskFormProps) {
  const t = useStrings().interview;
  const [text, setText] = useDraft(id, 'question');
  const [points, setPoints] = useDraft(id, 'points');
  const [error, setError] = useState<string | null>(null);
  const [pointsError, setPointsError] = useState<string | null>(null);
  const { send, busy, problem } = useSend();
  const field = useRef<HTMLTextAreaElement>(null);
  const pointsField = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (text.trim() === '') {
      setError(t.askEmpty);
      field.current?.focus();
      return;
    }
    const lines = linesOf(points);
    if (lines.length > MAX_POINTS || lines.some((line) => [...line].length > MAX_POINT)) {
      setPointsError(t.pointsTooMuch);
      pointsField.current?.focus();
      return;
    }
    const question = { text, points: lines };
    if (await send({ kind: 'ask', question })) {
      setText('');
      setPoints('');
      onDone();
    }
  };
  return (
    <form
      className="interview-form"
      noValidate
      onSubmit={(event) => void ask(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing || !takesFocus) return;
        // Closes the form, not the panel. The text stays.
        event.preventDefault();
        onDone();
      }}
    >
      <TextArea
        ref={field}
        label={t.question}
        hint={open ? t.askHint : t.askLater}
        error={error}
        value={text}
        maxLength={MAX_TEXT}
        dir="auto"
        onChange={(event) => {
          setText(event.currentTarget.value);
          setError(null);
        }}
      />
      <details className="interview-more">
        <summary>{t.evaluation.points}</summary>
        <TextArea
          ref={pointsField}
          label={t.points}
          hint={t.pointsHint}
          error={pointsError}
          value={points}
          dir="auto"
          onChange={(event) => {
            setPoints(event.currentTarget.value);
            setPointsError(null);
          }}
        />
      </details>
      <Problem text={problem} />
      <Button type="submit" variant="primary" busy={busy} disabled={!open}>
        {t.ask}
      </Button>
    </form>
  );
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '');
}
