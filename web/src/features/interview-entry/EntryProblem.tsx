import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../widgets/Page';

/** Why a person cannot enter the interview. */
export type Problem =
  | 'missing'
  | 'no_link'
  | 'invalid_link'
  | 'over'
  | 'removed'
  | 'deleted'
  | 'unreachable'
  | 'busy'
  | 'server';

/** Explains the problem and what helps. */
export function EntryProblem({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  const t = useStrings();
  const { entry } = t.interview;
  const words: Record<Problem, { title: string; text: string }> = {
    missing: { title: entry.missingTitle, text: entry.missingText },
    no_link: { title: entry.noLinkTitle, text: entry.noLinkText },
    invalid_link: { title: entry.invalidTitle, text: entry.invalidText },
    over: { title: entry.overTitle, text: entry.overText },
    removed: {
      title: entry.removedTitle,
      text: onRetry ? entry.removedMayReturn : entry.removedText,
    },
    deleted: { title: entry.deletedTitle, text: entry.deletedText },
    unreachable: { title: t.prejoin.unreachableTitle, text: t.prejoin.unreachableText },
    busy: { title: t.prejoin.busyTitle, text: t.prejoin.busyText },
    server: { title: t.prejoin.serverTitle, text: t.prejoin.serverText },
  };
  const { title, text } = words[problem];
  return (
    <MessagePage
      title={title}
      actions={
        <>
          {onRetry && (
            <Button variant="primary" onClick={onRetry}>
              {problem === 'removed' ? t.ended.joinAgain : t.common.tryAgain}
            </Button>
          )}
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p role="status">{text}</p>
    </MessagePage>
  );
}
