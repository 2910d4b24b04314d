import type { ApiFailure } from '../../rtc/api';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../widgets/Page';

/** Page for a meeting that could not be looked up. */
export function LookupFailed({ failure, onRetry }: { failure: ApiFailure; onRetry: () => void }) {
  const t = useStrings();
  const words =
    failure === 'unreachable'
      ? { title: t.prejoin.unreachableTitle, text: t.prejoin.unreachableText }
      : failure === 'rate_limited'
        ? { title: t.prejoin.busyTitle, text: t.prejoin.busyText }
        : { title: t.prejoin.serverTitle, text: t.prejoin.serverText };
  return (
    <MessagePage
      title={words.title}
      actions={
        <>
          <Button variant="primary" onClick={onRetry}>
            {t.common.tryAgain}
          </Button>
          <LinkButton href="/">{t.common.home}</LinkButton>
        </>
      }
    >
      <p>{words.text}</p>
    </MessagePage>
  );
}
