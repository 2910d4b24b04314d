import { Notice } from './Notice';

/** The failure of the last press, beside the button that was pressed. */
export function Problem({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <Notice tone="danger" role="alert">
      <p>{text}</p>
    </Notice>
  );
}
