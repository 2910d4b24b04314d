import { Check, CloudOff, LoaderCircle } from 'lucide-react';

import type { Save } from '../../stores/interview';
import { useStrings } from '../../strings';

/** State of an automatic save. */
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
    // Screen readers hear of failed saves only; other states change with every letter.
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
