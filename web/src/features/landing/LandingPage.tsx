import './LandingPage.css';

import { Phone } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';

import { knownInterviews } from '../../lib/interview-links';
import { useStrings } from '../../strings';
import { Page, usePageHeading } from '../../widgets/Page';
import { part } from '../../widgets/part';
import { Gathering } from './Gathering';
import { JoinForm } from './JoinForm';
import { RecentMeetings } from './RecentMeetings';
import { Starts } from './Starts';

// Visitors without interviews do not load this code.
const RecentInterviews = part(() => import('./RecentInterviews'));

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
            <Starts />
            <p className="landing-or">{t.landing.or}</p>
            <JoinForm />
            <p className="landing-call">
              <Link href="/call" className="landing-bank">
                <Phone aria-hidden="true" />
                {t.landing.call}
              </Link>
              <span>{t.landing.callHint}</span>
            </p>
          </div>
          <RecentMeetings onEmpty={() => heading.current?.focus()} />
          {interviews.length > 0 && <RecentInterviews ids={interviews} />}
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
