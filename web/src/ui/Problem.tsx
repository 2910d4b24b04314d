import { Notice } from './Notice';

/** What a press has just failed to do, where it was pressed; nothing while all is well. */
export function Problem({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Notice tone="danger" role="alert">
      <p>{text}</p>
    </Notice>
  );
}
