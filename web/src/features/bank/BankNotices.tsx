import { useSyncExternalStore } from 'react';

import type { BankKeeper } from '../../session/question-bank';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/** Differences between this page's bank and the server's, and what the person can do. */
export function BankNotices({ keeper }: { keeper: BankKeeper }) {
  const t = useStrings();
  const { trouble, failure, saving, status } = useSyncExternalStore(
    (listener) => keeper.subscribe(listener),
    () => keeper.state,
  );
  if (status === 'failed' && failure) {
    const gone = failure.status === 404 || failure.status === 401;
    return (
      <Notice
        tone="danger"
        role="alert"
        title={t.bank.loadFailed}
        actions={
          <>
            <Button size="small" onClick={() => void keeper.load()}>
              {t.common.tryAgain}
            </Button>
            {gone && (
              <Button size="small" onClick={() => keeper.forget()}>
                {t.bank.forget}
              </Button>
            )}
          </>
        }
      >
        <p>{gone ? t.bank.goneText : t.bank.failed[failure.failure]}</p>
      </Notice>
    );
  }
  if (trouble?.kind === 'conflict') {
    const { questions, templates } = trouble.theirs.bank;
    return (
      <Notice
        tone="warn"
        role="alert"
        title={t.bank.conflictTitle}
        actions={
          <>
            <Button size="small" onClick={() => keeper.takeTheirs()}>
              {t.bank.loadNewer}
            </Button>
            <Button size="small" onClick={() => keeper.keepMine()}>
              {t.bank.keepMine}
            </Button>
          </>
        }
      >
        <p>{t.bank.conflictText(questions.length, templates.length)}</p>
      </Notice>
    );
  }
  if (trouble?.kind === 'failed') {
    const { failure: kind, status } = trouble.error;
    return (
      <Notice
        tone="danger"
        role="alert"
        title={t.bank.failedTitle}
        actions={
          <Button size="small" busy={saving} onClick={() => void keeper.save()}>
            {t.common.tryAgain}
          </Button>
        }
      >
        <p>{status === 413 ? t.bank.tooLarge : t.bank.failed[kind]}</p>
      </Notice>
    );
  }
  return null;
}
