import './Call.css';

import { shownName } from '../../stores/address-book';
import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';
import { Page, usePageHeading } from '../../widgets/Page';
import { CallForm } from './CallForm';
import { CallSettings } from './CallSettings';
import { EndedNotice } from './EndedNotice';
import { MyId } from './MyId';
import { People } from './People';
import { RecentCalls } from './RecentCalls';

/** Page without a call: the people to call, a field for any other ID, and the own ID. */
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
              <p>{t.calls.elsewhere(shownName(elsewhere.other))}</p>
            </Notice>
          )}
        </div>
        <div className="call-line-notice">
          <EndedNotice />
        </div>
        <div className="call-columns">
          <CallForm />
          <div className="call-column">
            <People />
            <RecentCalls />
          </div>
          <MyId />
          <CallSettings />
        </div>
      </div>
    </Page>
  );
}
