import { Component, lazy, type ReactNode, Suspense } from 'react';
import { Route, Switch } from 'wouter';

import { t } from './strings';
import { Button } from './ui/Button';
import { MessagePage } from './ui/Page';
import { Toaster } from './ui/Toaster';

// Each page is a file of its own: the start page must not wait for what carries a meeting.
const LandingPage = lazy(() => import('./features/landing/LandingPage'));
const MeetingPage = lazy(() => import('./routes/MeetingPage'));
const ApiDocsPage = lazy(() => import('./features/apidocs/ApiDocsPage'));
// Recordings outlast the meeting and the page they were made on.
const RecordingShelf = lazy(() => import('./features/recording/RecordingShelf'));
const NotFoundPage = lazy(() => import('./features/notfound/NotFoundPage'));

export function App() {
  return (
    <ErrorBoundary>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/" component={LandingPage} />
          <Route path="/m/:code">{({ code }) => <MeetingPage key={code} code={code} />}</Route>
          <Route path="/api/docs" component={ApiDocsPage} />
          <Route component={NotFoundPage} />
        </Switch>
      </Suspense>
      <Suspense>
        <RecordingShelf />
      </Suspense>
      <Toaster />
    </ErrorBoundary>
  );
}

function Loading() {
  return (
    <p className="visually-hidden" role="status">
      {t.common.loading}
    </p>
  );
}

/** What went wrong in the interface is said, not left as an empty page. */
class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
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
}
