import './LandingPage.css';

import { useStrings } from '../../strings';
import { Page, usePageHeading } from '../../ui/Page';
import { StartMeeting } from '../../ui/StartMeeting';
import { Gathering } from './Gathering';
import { JoinForm } from './JoinForm';
import { RecentMeetings } from './RecentMeetings';

export default function LandingPage() {
  const t = useStrings();
  const heading = usePageHeading(t.product);
  return (
    <Page>
      <div className="landing">
        <div className="landing-words">
          <h1 ref={heading} tabIndex={-1}>
            {t.landing.title}
          </h1>
          <p className="landing-sentence">{t.landing.sentence}</p>
          <div className="landing-ways">
            <StartMeeting size="large" />
            <p className="landing-or">{t.landing.or}</p>
            <JoinForm />
          </div>
          <RecentMeetings onEmpty={() => heading.current?.focus()} />
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
