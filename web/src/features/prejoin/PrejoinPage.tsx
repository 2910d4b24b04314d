import './PrejoinPage.css';

import { useEffect } from 'react';

import type { MeetingId } from '../../rtc/protocol.gen';
import { devices } from '../../session';
import { strings, useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { DeviceFields } from '../../ui/devices/DeviceFields';
import { DeviceProblems } from '../../ui/devices/DeviceProblems';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage, Page, usePageHeading } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { JoinAs } from './JoinAs';
import { Preview } from './Preview';
import { useMeeting } from './useMeeting';

interface PrejoinPageProps {
  id: MeetingId;
  joining: boolean;
  /** Why joining did not work, in words. */
  failure: string | null;
  onJoin: (name: string) => void;
}

/** A look in the mirror before one goes in. */
export function PrejoinPage({ id, joining, failure, onJoin }: PrejoinPageProps) {
  const t = useStrings();
  const { lookup, retry } = useMeeting(id);
  if (lookup.kind === 'missing') return <MeetingMissing text={t.prejoin.missingText(id)} />;
  if (lookup.kind === 'failed') {
    const words =
      lookup.failure === 'unreachable'
        ? { title: t.prejoin.unreachableTitle, text: t.prejoin.unreachableText }
        : lookup.failure === 'rate_limited'
          ? { title: t.prejoin.busyTitle, text: t.prejoin.busyText }
          : { title: t.prejoin.serverTitle, text: t.prejoin.serverText };
    return (
      <MessagePage
        title={words.title}
        actions={
          <>
            <Button variant="primary" onClick={retry}>
              {t.common.tryAgain}
            </Button>
            <LinkButton href="/">{t.common.home}</LinkButton>
          </>
        }
      >
        <p>{words.text}</p>
      </MessagePage>
    );
  }
  return (
    <Ready
      id={id}
      participantCount={lookup.kind === 'found' ? lookup.participantCount : null}
      joining={joining}
      failure={failure}
      onJoin={onJoin}
    />
  );
}

/** There is no such meeting: a mistyped code, an old link. */
export function MeetingMissing({ text }: { text: string }) {
  const t = useStrings();
  return (
    <MessagePage
      title={t.prejoin.missingTitle}
      actions={
        <>
          <StartMeeting />
          <LinkButton href="/">{t.prejoin.tryAnotherCode}</LinkButton>
        </>
      }
    >
      <p>{text}</p>
    </MessagePage>
  );
}

interface ReadyProps extends PrejoinPageProps {
  participantCount: number | null;
}

function Ready({ id, participantCount, joining, failure, onJoin }: ReadyProps) {
  const t = useStrings();
  const heading = usePageHeading(t.prejoin.pageTitle(id));
  const known = participantCount !== null;

  // Permission is asked for only once it is clear that there is a meeting to join.
  useEffect(() => {
    if (known) void devices.start();
  }, [known]);

  return (
    <Page>
      <div className="prejoin">
        <Preview />
        <section className="prejoin-side">
          <header className="prejoin-head">
            <h1 ref={heading} tabIndex={-1}>
              {t.prejoin.title}
            </h1>
            <p>
              <span className="prejoin-code">{id}</span>
              <span role="status">{presenceText(participantCount)}</span>
            </p>
          </header>
          <JoinAs joining={joining} failure={failure} onJoin={onJoin} />
        </section>
        <div className="prejoin-devices">
          <DeviceProblems beforeJoining />
          <DeviceFields />
        </div>
      </div>
    </Page>
  );
}

function presenceText(count: number | null): string {
  if (count === null) return strings().prejoin.checking;
  if (count === 0) return strings().prejoin.nobodyThere;
  return count === 1 ? strings().prejoin.onePersonThere : strings().prejoin.peopleThere(count);
}
