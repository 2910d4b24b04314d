import { Check, CloudOff, LoaderCircle } from 'lucide-react';

import type { Save } from '../../stores/interview';
import { useStrings } from '../../strings';

/** How far what is typed is saved. */
export function SaveNote({ save }: { save: Save | undefined }) {
  const t = useStrings().interview;
  const state = save?.state;
  const words = () => {
    switch (state?.kind) {
      case 'saving':
        return t.saving;
      case 'saved':
        return t.saved;
      case 'failed': {
        if (state.code === 'disconnected' || state.code === 'not_joined') {
          return t.notSaved(t.notSavedOffline);
        }
        const why = (t.failed as Record<string, string>)[state.code] ?? t.failed.other;
        return t.notSaved(why);
      }
      default:
        return null;
    }
  };
  const Icon = state?.kind === 'saved' ? Check : state?.kind === 'failed' ? CloudOff : LoaderCircle;
  return (
    // Only that it is not saved is worth telling; the rest would be told with every letter.
    <p
      className="interview-save"
      data-kind={state?.kind}
      role={state?.kind === 'failed' ? 'status' : undefined}
    >
      {state && (
        <>
          <Icon aria-hidden="true" />
          {words()}
        </>
      )}
    </p>
  );
}
