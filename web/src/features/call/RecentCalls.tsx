import {
  Ban,
  MessageSquare,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOutgoing,
  Trash2,
  Video,
} from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';

import { isMissed } from '../../lib/call-people';
import { otherOf } from '../../lib/own-calls';
import type { CallRecord, PersonId } from '../../protocol/protocol.gen';
import { calls } from '../../session/calls';
import { useShownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { ring, tell } from './ring';
import { recordText } from './words';

/** Calls shown before the person asks for more: the page is for people. */
const FIRST = 5;

/** Past calls: who, when, how long, and how they ended; newest first. */
export function RecentCalls() {
  const t = useStrings();
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const self = useCalls((state) => state.me?.id);
  const missed = useCalls((state) => state.missed);
  const { calls: records, hasMore, status } = useCalls((state) => state.history);

  const [all, setAll] = useState(false);
  const shown = all ? records : records.slice(0, FIRST);

  // Missed calls shown for a moment count as seen.
  useEffect(() => {
    if (missed === 0) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible') calls.clearMissed();
    }, 5_000);
    return () => clearTimeout(timer);
  }, [missed]);

  // Without calls, the list of people says so.
  if (status !== 'failed' && records.length === 0) return null;
  return (
    <section className="call-card">
      <header className="call-head">
        <h2 ref={heading} id={headingId} tabIndex={-1}>
          {t.calls.recent}
        </h2>
        {missed > 0 && <span className="call-badge">{t.calls.missed(missed)}</span>}
      </header>
      {status === 'failed' && (
        <p className="call-empty">
          {t.calls.historyFailed}{' '}
          <Button size="small" onClick={() => void calls.loadHistory()}>
            {t.common.tryAgain}
          </Button>
        </p>
      )}
      <ul className="call-list" aria-labelledby={headingId}>
        {self &&
          shown.map((record) => (
            <Row
              key={record.id}
              record={record}
              self={self}
              onDeleted={() => heading.current?.focus()}
            />
          ))}
      </ul>
      {(hasMore || shown.length < records.length) && (
        <Button
          onClick={() => {
            if (all) void calls.loadOlder();
            setAll(true);
          }}
        >
          {t.calls.showOlder}
        </Button>
      )}
    </section>
  );
}

interface RowProps {
  record: CallRecord;
  self: PersonId;
  onDeleted: () => void;
}

function Row({ record, self, onDeleted }: RowProps) {
  const t = useStrings();
  const other = otherOf(record, self);
  const outgoing = record.caller.id === self;
  const name = useShownName(other);
  const missed = isMissed(record, self);
  const Icon = missed ? PhoneMissed : outgoing ? PhoneOutgoing : PhoneIncoming;
  const when = t.calls.at(record.called_at);
  const block = async () => {
    const problem = await calls.block(other.id);
    if (problem === null) toast(t.calls.blocked(name));
    tell(problem);
  };
  const remove = async () => {
    const problem = await calls.deleteCall(record.id);
    if (problem === null) onDeleted();
    tell(problem);
  };
  return (
    <li className="call-row" data-missed={missed || undefined}>
      <Icon className="call-row-icon" aria-hidden="true" />
      <div className="call-row-words">
        <p className="call-row-name" dir="auto">
          {name}
        </p>
        <p className="call-row-facts">
          <span className="visually-hidden">
            {outgoing ? t.calls.outgoing : t.calls.incomingCall}
            {record.video && ` ${t.calls.withVideo}`},{' '}
          </span>
          <time dateTime={new Date(record.called_at).toISOString()}>{when}</time>
          {' · '}
          <span className="call-row-outcome">{recordText(t, record, self)}</span>
        </p>
      </div>
      <div className="call-row-actions">
        <IconButton
          label={t.calls.ringBack(name)}
          icon={record.video ? Video : Phone}
          onClick={() => void ring(other.id, record.video)}
        />
        <IconButton
          label={t.calls.write(name)}
          icon={MessageSquare}
          onClick={() => void calls.openDirect(other)}
        />
        <IconButton label={t.calls.block(name)} icon={Ban} onClick={() => void block()} />
        <IconButton
          label={t.calls.remove(name, when)}
          icon={Trash2}
          onClick={() => void remove()}
        />
      </div>
    </li>
  );
}
