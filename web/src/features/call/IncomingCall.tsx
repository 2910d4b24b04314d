import './Call.css';
import '../../ui/Dialog.css';

import { Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';

import type { OwnCall } from '../../lib/own-calls';
import { calls } from '../../session/calls';
import type { CallProblem } from '../../session/calls/api';
import { useShownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Problem } from '../../ui/Problem';
import { OwnPicture } from './OwnPicture';
import { tell } from './ring';

/** Dialog of an incoming call. */
export function IncomingCall() {
  const call = useCalls(({ calls: all }) => all.find(({ phase }) => phase === 'ringing_in'));
  return call ? <Ringing key={call.id} call={call} /> : null;
}

function Ringing({ call }: { call: OwnCall }) {
  const t = useStrings();
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const name = useShownName(call.other);
  const titleId = useId();
  const textId = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    // The focus is on no button: text being typed must not answer the call.
    heading.current?.focus();
    return () => dialog?.close();
  }, []);

  const answer = async (video: boolean) => {
    setBusy(true);
    setProblem(null);
    const refused = await calls.answer(call.id, video);
    setBusy(false);
    // The dialog is closed by then.
    if (refused === 'gone') tell(refused);
    else setProblem(refused);
  };

  return (
    <dialog
      ref={ref}
      className="dialog dialog-alert"
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={() => {
        // Declines on Escape, but not when the answered dialog closes.
        if (ref.current?.open === false) calls.decline(call.id);
      }}
    >
      <div className="dialog-sheet call-incoming">
        <span className="call-avatar call-pulse">
          <Avatar id={call.other.id} name={name} />
        </span>
        <h2 ref={heading} id={titleId} tabIndex={-1} dir="auto">
          {t.calls.incoming(name)}
        </h2>
        {call.video && <OwnPicture />}
        <p id={textId}>{t.calls.incomingText(call.other.id, call.video)}</p>
        <Problem text={problem && t.calls.problems[problem]} />
        <div className="call-answers">
          <Button
            variant="danger"
            size="large"
            icon={PhoneOff}
            onClick={() => calls.decline(call.id)}
          >
            {t.calls.decline}
          </Button>
          <Button
            variant="primary"
            size="large"
            icon={call.video ? Video : Phone}
            busy={busy}
            onClick={() => void answer(call.video)}
          >
            {t.calls.answer}
          </Button>
          {call.video && (
            <Button size="large" icon={Phone} busy={busy} onClick={() => void answer(false)}>
              {t.ringing.answerWithoutVideo}
            </Button>
          )}
        </div>
      </div>
    </dialog>
  );
}
