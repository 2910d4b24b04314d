import './Call.css';

import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';
import { Page, usePageHeading } from '../../ui/Page';
import { CallForm } from './CallForm';
import { CallSettings } from './CallSettings';
import { EndedNotice } from './EndedNotice';
import { MyId } from './MyId';
import { People } from './People';
import { RecentCalls } from './RecentCalls';

/** Nobody rings: one's id, whom to ring, and what was. */
export function CallHome() {
  const t = useStrings();
  const heading = usePageHeading(t.calls.title);
  const down = useCalls((state) => state.line === 'down');
  const elsewhere = useCalls(({ calls: all }) =>
    all.find(({ here, phase }) => !here && (phase === 'connecting' || phase === 'in_call')),
  );
  return (
    <Page>
      <div className="call-home">
        <header>
          <h1 ref={heading} tabIndex={-1}>
            {t.calls.title}
          </h1>
          <p className="call-sentence">{t.calls.sentence}</p>
        </header>
        <div role="status">
          {down && (
            <Notice tone="warn">
              <p>{t.calls.offline}</p>
            </Notice>
          )}
          {elsewhere && (
            <Notice tone="info">
              <p>{t.calls.elsewhere(elsewhere.other.name)}</p>
            </Notice>
          )}
        </div>
        <EndedNotice />
        <div className="call-columns">
          <div className="call-column">
            <MyId />
            <CallForm />
          </div>
          <div className="call-column">
            <RecentCalls />
            <People />
            <CallSettings />
          </div>
        </div>
      </div>
    </Page>
  );
}
