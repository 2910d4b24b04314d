import {
  Component,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { Route, Switch } from 'wouter';
import { Toaster } from './features/toasts/Toaster';
import { mayHaveRecordings } from './rtc/recorder/folder';
import { useRecording } from './stores/recording';
import { type TextPart, textsReady, useStrings } from './strings';
import { Button } from './ui/Button';
import { MessagePage } from './widgets/Page';
import { part } from './widgets/part';

// Each page is a chunk of its own, so that the start page does not load a meeting's code.
const LandingPage = page(() => import('./features/landing/LandingPage'), 'landing');
const MeetingPage = page(() => import('./routes/MeetingPage'), 'landing', 'meet', 'entry');
const RoomPage = page(
  async () => ({ default: (await import('./routes/MeetingPage')).RoomPage }),
  'landing',
  'meet',
  'entry',
);
const BankPage = page(() => import('./features/bank/BankPage'), 'landing', 'meet', 'bank');
const SetupPage = page(
  () => import('./features/setup/SetupPage'),
  'landing',
  'meet',
  'interview',
  'setup',
);
const ReportPage = page(
  () => import('./features/report/ReportPage'),
  'interview',
  'report',
  'bank',
);
const InterviewPage = page(
  () => import('./routes/InterviewPage'),
  'landing',
  'meet',
  'entry',
  'interview',
);
const DebriefPage = page(() => import('./features/report/DebriefPage'), 'interview', 'report');
const CallPage = page(() => import('./routes/CallPage'), 'meet', 'calls');
const ApiDocsPage = page(() => import('./features/apidocs/ApiDocsPage'), 'apiDocs');
const RecordingShelf = part(() => import('./features/recording/RecordingShelf'), 'room');
const NotFoundPage = page(() => import('./features/notfound/NotFoundPage'));

/** Loads a page together with its texts, so that it never shows first in another language. */
function page<Props>(load: () => Promise<{ default: ComponentType<Props> }>, ...texts: TextPart[]) {
  return lazy(async () => {
    const [module] = await Promise.all([load(), textsReady('start', ...texts)]);
    return module;
  });
}

export function App() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/" component={LandingPage} />
          <Route path="/room/:name">{({ name }) => <RoomPage key={name} />}</Route>
          <Route path="/m/:code">{({ code }) => <MeetingPage code={code} />}</Route>
          <Route path="/questions" component={BankPage} />
          <Route path="/interviews/new" component={SetupPage} />
          <Route path="/i/:code/report">
            {({ code }) => <ReportPage key={code} code={code} />}
          </Route>
          <Route path="/i/:code/debrief">
            {({ code }) => <DebriefPage key={code} code={code} />}
          </Route>
          <Route path="/i/:code">{({ code }) => <InterviewPage key={code} code={code} />}</Route>
          <Route path="/call/:person?" component={CallPage} />
          <Route path="/api/docs" component={ApiDocsPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
      <Recordings />
      <Toaster />
    </ErrorBoundary>
  );
}

/** Recordings outlast the meeting and the page that made them. */
function Recordings() {
  const made = useRecording(({ shelf }) => shelf.length > 0);
  const [left, setLeft] = useState(false);
  useEffect(() => {
    void mayHaveRecordings().then(setLeft);
  }, []);
  return made || left ? <RecordingShelf onCancel={() => setLeft(false)} /> : null;
}

function Loading() {
  const t = useStrings();
  return (
    <p className="visually-hidden" role="status">
      {t.common.loading}
    </p>
  );
}

/** Shows an error page after a failed render, which would otherwise leave the page empty. */
class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const t = useStrings();
  return (
    <MessagePage
      title={t.common.crashed}
      actions={
        <Button variant="primary" onClick={() => location.reload()}>
          {t.common.reload}
        </Button>
      }
    >
      <p>{t.common.crashedAdvice}</p>
    </MessagePage>
  );
}
