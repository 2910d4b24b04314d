import './Call.css';

import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { COLUMNS } from '../../styles/breakpoints';
import { Notice } from '../../ui/Notice';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { Page, usePageHeading } from '../../widgets/Page';
import { CallForm } from './CallForm';
import { CallSettings } from './CallSettings';
import { EndedNotice } from './EndedNotice';
import { MyId } from './MyId';
import { People } from './People';
import { RecentCalls } from './RecentCalls';

/** Page without a call: the own id, the form to call somebody, and past calls. */
export function CallHome() {
  const t = useStrings();
  const heading = usePageHeading(t.calls.title);
  const down = useCalls((state) => state.line === 'down');
  const elsewhere = useCalls(({ calls: all }) =>
    all.find(({ here, phase }) => !here && (phase === 'connecting' || phase === 'in_call')),
  );
  // Beside the growing lists, or after them on a narrow page.
  const wide = useMediaQuery(COLUMNS);
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
        <div className="call-line-notice">
          <EndedNotice />
        </div>
        <div className="call-columns">
          <div className="call-column">
            <MyId />
            <CallForm />
            {wide && <CallSettings />}
          </div>
          <div className="call-column">
            <RecentCalls />
            <People />
            {!wide && <CallSettings />}
          </div>
        </div>
      </div>
    </Page>
  );
}
