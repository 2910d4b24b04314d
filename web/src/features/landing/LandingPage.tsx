import './LandingPage.css';

import { lazy, Suspense, useState } from 'react';

import { knownInterviews } from '../../lib/interview-links';
import { useStrings } from '../../strings';
import { Page, usePageHeading } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { Gathering } from './Gathering';
import { JoinForm } from './JoinForm';
import { RecentMeetings } from './RecentMeetings';
import { StartInterview } from './StartInterview';

// Who has been in no interview does not load what asks for them.
const RecentInterviews = lazy(() => import('./RecentInterviews'));

const MOST_INTERVIEWS = 5;

export default function LandingPage() {
  const t = useStrings();
  const heading = usePageHeading(t.product);
  const [interviews] = useState(() => knownInterviews().slice(0, MOST_INTERVIEWS));
  return (
    <Page>
      <div className="landing">
        <div className="landing-words">
          <h1 ref={heading} tabIndex={-1}>
            {t.landing.title}
          </h1>
          <p className="landing-sentence">{t.landing.sentence}</p>
          <div className="landing-ways">
            <StartInterview>
              <StartMeeting size="large" />
            </StartInterview>
            <p className="landing-or">{t.landing.or}</p>
            <JoinForm />
          </div>
          <RecentMeetings onEmpty={() => heading.current?.focus()} />
          {interviews.length > 0 && (
            <Suspense>
              <RecentInterviews ids={interviews} />
            </Suspense>
          )}
        </div>
        <Gathering />
        <ul className="landing-promises">
          {t.landing.promises.map(({ title, text }) => (
            <li key={title}>
              <strong>{title}</strong>
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
