import './ApiDocsPage.css';

import { useCallback, useEffect, useState } from 'react';

import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Page, usePageHeading } from '../../widgets/Page';
import { OperationView, SchemaView } from './Operation';
import { type OpenApi, operationsOf } from './openapi';

const SOURCE = '/api/openapi.json';

/**
 * Shows the server's OpenAPI description. Swagger UI is 1.4 MB of script, and its styles would need
 * a weaker content security policy.
 */
export default function ApiDocsPage() {
  const t = useStrings();
  const heading = usePageHeading(t.apiDocs.title);
  const { document, failed, load } = useDescription();
  return (
    <Page>
      <div className="api">
        <header className="api-head">
          <h1 ref={heading} tabIndex={-1}>
            {t.apiDocs.title}
          </h1>
          {document && (
            <p>
              {document.info.title} · {t.apiDocs.version(document.info.version)}
            </p>
          )}
          {document?.info.description && <p>{document.info.description}</p>}
          <p>{t.apiDocs.realtime}</p>
          <p>
            <a href={SOURCE}>{t.apiDocs.download}</a>
          </p>
        </header>
        {failed && (
          <Notice
            tone="danger"
            role="alert"
            actions={
              <Button size="small" onClick={load}>
                {t.common.tryAgain}
              </Button>
            }
          >
            <p>{t.apiDocs.failed}</p>
          </Notice>
        )}
        {!document && !failed && <p role="status">{t.apiDocs.loading}</p>}
        {document && (
          <>
            <h2>{t.apiDocs.operations}</h2>
            {operationsOf(document).map((operation) => (
              <OperationView key={operation.id} operation={operation} />
            ))}
            <h2>{t.apiDocs.schemas}</h2>
            {Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => (
              <SchemaView key={name} name={name} schema={schema} />
            ))}
          </>
        )}
      </div>
    </Page>
  );
}

function useDescription() {
  const [document, setDocument] = useState<OpenApi | null>(null);
  const [failed, setFailed] = useState(false);
  const load = useCallback(() => {
    setFailed(false);
    fetch(SOURCE)
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error())))
      .then((description: OpenApi) => setDocument(description))
      .catch(() => setFailed(true));
  }, []);
  useEffect(load, [load]);
  return { document, failed, load };
}
