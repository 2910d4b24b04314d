import { useStrings } from '../../strings';
import { type Operation, type Schema, typeOf } from './openapi';

export function OperationView({ operation }: { operation: Operation }) {
  const t = useStrings();
  const { id, method, path, summary, description, parameters, requestBody, responses } = operation;
  const body = Object.entries(requestBody?.content ?? {});
  return (
    <section className="api-card" aria-labelledby={id}>
      <h3 id={id}>
        <span className="api-method" data-method={method}>
          {method}
        </span>
        <code>{path}</code>
      </h3>
      {summary && <p>{summary}</p>}
      {description && description !== summary && <p className="api-soft">{description}</p>}
      {parameters && parameters.length > 0 && (
        <>
          <h4>{t.apiDocs.parameters}</h4>
          <dl>
            {parameters.map((parameter) => (
              <Row
                key={`${parameter.in}-${parameter.name}`}
                name={parameter.name}
                type={`${parameter.in}, ${typeOf(parameter.schema)}`}
                required={parameter.required}
                description={parameter.description}
              />
            ))}
          </dl>
        </>
      )}
      {body.length > 0 && (
        <>
          <h4>{t.apiDocs.requestBody}</h4>
          <dl>
            {body.map(([mediaType, { schema }]) => (
              <Row
                key={mediaType}
                name={mediaType}
                type={typeOf(schema)}
                required={requestBody?.required}
                description={requestBody?.description}
              />
            ))}
          </dl>
        </>
      )}
      {responses && (
        <>
          <h4>{t.apiDocs.responses}</h4>
          <dl>
            {Object.entries(responses).map(([status, response]) => (
              <Row
                key={status}
                name={status}
                type={Object.entries(response.content ?? {})
                  .map(([mediaType, { schema }]) =>
                    [typeOf(schema), mediaType].filter(Boolean).join(', '),
                  )
                  .join(' · ')}
                description={response.description}
              />
            ))}
          </dl>
        </>
      )}
    </section>
  );
}

export function SchemaView({ name, schema }: { name: string; schema: Schema }) {
  const t = useStrings();
  const id = `schema-${name}`;
  const example = schema.example ?? schema.examples?.[0];
  return (
    <section className="api-card" aria-labelledby={id}>
      <h3 id={id}>
        <code>{name}</code>
        {!schema.properties && <span className="api-type">{typeOf(schema)}</span>}
      </h3>
      {schema.description && <p className="api-soft">{schema.description}</p>}
      {schema.pattern && <code className="api-pattern">{schema.pattern}</code>}
      {schema.enum && <p className="api-soft">{schema.enum.map(String).join(', ')}</p>}
      {schema.properties && (
        <dl>
          {Object.entries(schema.properties).map(([property, of]) => (
            <Row
              key={property}
              name={property}
              type={typeOf(of)}
              required={schema.required?.includes(property)}
              description={of.description}
            />
          ))}
        </dl>
      )}
      {example !== undefined && (
        <p className="api-soft">
          {t.apiDocs.example}: <code>{JSON.stringify(example)}</code>
        </p>
      )}
    </section>
  );
}

interface RowProps {
  name: string;
  type: string;
  required?: boolean | undefined;
  description?: string | undefined;
}

function Row({ name, type, required, description }: RowProps) {
  const t = useStrings();
  return (
    <div className="api-row">
      <dt>
        <code>{name}</code>
        {required && <span className="api-required">{t.apiDocs.required}</span>}
      </dt>
      <dd>
        {type && <span className="api-type">{type}</span>}
        {description && <span>{description}</span>}
      </dd>
    </div>
  );
}
