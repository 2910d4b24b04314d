import './SetupPage.css';

import { useState } from 'react';
import { useLocation } from 'wouter';

import type { SetupState } from '../../actions/useStartInterview';
import { readLinkToken } from '../../lib/interview-links';
import { parseMeetingCode } from '../../lib/meeting-code';
import type { MeetingId } from '../../protocol/protocol.gen';
import { useStrings } from '../../strings';
import { Page, usePageHeading } from '../../widgets/Page';
import { MadeInterview } from './MadeInterview';
import { SetupForm } from './SetupForm';

/** `/interviews/new`: sets up an interview, then shows its links. */
export default function SetupPage() {
  const [state] = useState(() => (history.state ?? {}) as SetupState);
  const [made, setMade] = useState<MeetingId | null>(() => madeIn(state));
  const [, navigate] = useLocation();
  // The history entry remembers the interview, so a reload shows its links again.
  const keep = (id: MeetingId) => {
    navigate('/interviews/new', { replace: true, state: { made: id } satisfies SetupState });
    setMade(id);
  };
  return (
    <Page>
      <div className="setup">
        {made ? <MadeInterview id={made} /> : <New plan={state.plan} onMade={keep} />}
      </div>
    </Page>
  );
}

function New({ plan, onMade }: { plan: SetupState['plan']; onMade: (id: MeetingId) => void }) {
  const t = useStrings().interviewSetup;
  const heading = usePageHeading(t.pageTitle);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.pageTitle}
      </h1>
      <p className="setup-sentence">{t.sentence}</p>
      <SetupForm given={plan} onMade={onMade} />
    </>
  );
}

function madeIn({ made }: SetupState): MeetingId | null {
  const id = typeof made === 'string' ? parseMeetingCode(made) : null;
  return id && readLinkToken(id) ? id : null;
}
