import './Call.css';

import { useCalls } from '../../stores/calls';
import { useStrings } from '../../strings';
import { Notice } from '../../ui/Notice';
import { Page, usePageHeading } from '../../ui/Page';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { CallForm } from './CallForm';
import { CallSettings } from './CallSettings';
import { EndedNotice } from './EndedNotice';
import { MyId } from './MyId';
import { People } from './People';
import { RecentCalls } from './RecentCalls';

/** As in Call.css. */
const WIDE = '(min-width: 861px)';

/** Nobody rings: one's id, whom to ring, and what was. */
export function CallHome() {
  const t = useStrings();
  const heading = usePageHeading(t.calls.title);
  const down = useCalls((state) => state.line === 'down');
  const elsewhere = useCalls(({ calls: all }) =>
    all.find(({ here, phase }) => !here && (phase === 'connecting' || phase === 'in_call')),
  );
  // Beside what grows; on a narrow page after it.
  const wide = useMediaQuery(WIDE);
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
