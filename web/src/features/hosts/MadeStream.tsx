import { useEffect, useRef } from 'react';
import { copyOrTell } from '../../actions/invite';
import type { NewStreamToken } from '../../rtc/streams-api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/TextField';

interface MadeStreamProps {
  made: NewStreamToken;
  onDone: () => void;
}

/** Address and token of a new stream, which are shown only this once. */
export function MadeStream({ made, onDone }: MadeStreamProps) {
  const t = useStrings().streams;
  const heading = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="stream-form" aria-labelledby="stream-made">
      <h3 id="stream-made" ref={heading} className="streams-heading" tabIndex={-1} dir="auto">
        {t.madeTitle(made.name)}
      </h3>
      <p>{t.madeText}</p>
      <CopyField label={t.url} text={made.url} copied={t.urlCopied} />
      <CopyField label={t.token} text={made.token} copied={t.tokenCopied} />
      <p>{t.how[made.scope]}</p>
      <Button onClick={onDone}>{t.done}</Button>
    </section>
  );
}

interface CopyFieldProps {
  label: string;
  text: string;
  /** Said once the text is copied. */
  copied: string;
}

function CopyField({ label, text, copied }: CopyFieldProps) {
  const t = useStrings().streams;
  return (
    <div className="stream-copy">
      <TextField
        label={label}
        error={null}
        value={text}
        readOnly
        dir="ltr"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button aria-label={`${t.copy}: ${label}`} onClick={() => void copyOrTell(text, copied)}>
        {t.copy}
      </Button>
    </div>
  );
}
