import './StreamsDialog.css';

import { useCallback, useEffect, useId, useState } from 'react';
import { readHostToken } from '../../lib/host-tokens';
import type { MeetingId, StreamTokenInfo } from '../../protocol/protocol.gen';
import { getStreamTokens, type NewStreamToken, revokeStreamToken } from '../../rtc/streams-api';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { AlertDialog } from '../../ui/AlertDialog';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { MadeStream } from './MadeStream';
import { NewStream } from './NewStream';
import { streamFailure } from './stream-failure';

interface StreamsDialogProps {
  id: MeetingId;
  onClose: () => void;
}

/** Access of programs to the meeting: hosts give it, see it and remove it. */
export default function StreamsDialog({ id, onClose }: StreamsDialogProps) {
  const t = useStrings().streams;
  const host = readHostToken(id);
  return (
    <Dialog title={t.title} onClose={onClose}>
      <p>{t.text}</p>
      {host === null ? <Problem text={t.notOwner} /> : <Streams id={id} host={host} />}
    </Dialog>
  );
}

function isGood({ revoked, expires_at }: StreamTokenInfo): boolean {
  return !revoked && Date.parse(expires_at) > Date.now();
}

interface StreamsProps {
  id: MeetingId;
  /** Host token of the meeting. */
  host: string;
}

function Streams({ id, host }: StreamsProps) {
  const t = useStrings().streams;
  const [tokens, setTokens] = useState<StreamTokenInfo[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<NewStreamToken | null>(null);
  const headingId = useId();
  const load = useCallback(async () => {
    try {
      setTokens((await getStreamTokens(id, host)).filter(isGood));
      setProblem(null);
    } catch (error) {
      setProblem(streamFailure(error));
    }
  }, [id, host]);
  useEffect(() => void load(), [load]);
  return (
    <>
      <p className="field-note">{t.path}</p>
      <Problem text={problem} />
      <section aria-labelledby={headingId}>
        {/* Takes the focus when a row disappears, and with it its buttons. */}
        <h3 id={headingId} className="streams-heading" tabIndex={-1}>
          {t.has}
        </h3>
        {tokens === null && problem === null && <p role="status">{t.loading}</p>}
        {tokens?.length === 0 && <p className="streams-none">{t.none}</p>}
        {tokens !== null && tokens.length > 0 && (
          <ul className="streams" aria-labelledby={headingId}>
            {tokens.map((token) => (
              <StreamRow
                key={token.id}
                id={id}
                host={host}
                token={token}
                onRevoked={() => {
                  if (made?.id === token.id) setMade(null);
                  document.getElementById(headingId)?.focus();
                  void load();
                }}
              />
            ))}
          </ul>
        )}
      </section>
      {made ? (
        <MadeStream made={made} onDone={() => setMade(null)} />
      ) : (
        <NewStream
          id={id}
          host={host}
          onMade={(token) => {
            setMade(token);
            void load();
          }}
        />
      )}
    </>
  );
}

interface StreamRowProps extends StreamsProps {
  token: StreamTokenInfo;
  onRevoked: () => void;
}

function StreamRow({ id, host, token, onRevoked }: StreamRowProps) {
  const t = useStrings().streams;
  const [asking, setAsking] = useState(false);
  const nameId = useId();
  return (
    <li className="stream">
      <span className="stream-text">
        <span id={nameId} className="stream-name" dir="auto">
          {token.name}
        </span>
        <span className="field-note">
          {t.scopes[token.scope]} · {t.expires(new Date(token.expires_at))}
        </span>
      </span>
      <Button size="small" aria-describedby={nameId} onClick={() => setAsking(true)}>
        {t.revoke}
      </Button>
      {asking && (
        <RevokeQuestion
          id={id}
          host={host}
          token={token}
          onClose={() => setAsking(false)}
          onRevoked={() => {
            setAsking(false);
            toast(t.revoked(token.name));
            onRevoked();
          }}
        />
      )}
    </li>
  );
}

interface RevokeQuestionProps extends StreamRowProps {
  onClose: () => void;
}

function RevokeQuestion({ id, host, token, onClose, onRevoked }: RevokeQuestionProps) {
  const t = useStrings().streams;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const revoke = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await revokeStreamToken(id, host, token.id);
      onRevoked();
    } catch (error) {
      setProblem(streamFailure(error));
      setBusy(false);
    }
  };
  return (
    <AlertDialog title={t.revokeTitle(token.name)} text={t.revokeText} onCancel={onClose}>
      <Problem text={problem} />
      <Button data-first onClick={onClose}>
        {t.keep}
      </Button>
      <Button variant="danger" busy={busy} onClick={() => void revoke()}>
        {t.revoke}
      </Button>
    </AlertDialog>
  );
}
