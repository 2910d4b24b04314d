import { useStrings } from '../../strings';
import { LinkButton } from '../../ui/LinkButton';
import { MessagePage } from '../../widgets/Page';

export default function NotFoundPage() {
  const t = useStrings();
  return (
    <MessagePage
      title={t.notFound.title}
      actions={
        <LinkButton href="/" variant="primary">
          {t.common.home}
        </LinkButton>
      }
    >
      <p>{t.notFound.text}</p>
    </MessagePage>
  );
}
