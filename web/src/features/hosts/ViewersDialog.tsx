import { useCallback, useEffect, useState } from 'react';
import { failedText } from '../../actions/hosting';
import type { Participant, ParticipantId } from '../../protocol/protocol.gen';
import { meetingSession } from '../../session';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { ViewerRow } from './Audience';

interface ViewersDialogProps {
  mayBring: boolean;
  onClose: () => void;
}

/** The viewers of a webinar, page by page: a server with hundreds of them does not send all. */
export function ViewersDialog({ mayBring, onClose }: ViewersDialogProps) {
  const t = useStrings();
  const [viewers, setViewers] = useState<readonly Participant[]>([]);
  const [state, setState] = useState<'loading' | 'more' | 'all'>('loading');
  const [problem, setProblem] = useState<string | null>(null);

  const load = useCallback(async (after?: ParticipantId) => {
    setState('loading');
    try {
      const page = await meetingSession.viewers(after);
      setProblem(null);
      setViewers((known) => (after === undefined ? page.viewers : [...known, ...page.viewers]));
      setState(page.has_more ? 'more' : 'all');
    } catch (error) {
      setProblem(failedText(error));
      setState('more');
    }
  }, []);

  useEffect(() => void load(), [load]);

  const remove = (id: ParticipantId) => {
    setViewers((known) => known.filter((viewer) => viewer.id !== id));
  };
  return (
    <Dialog title={t.webinar.audience} onClose={onClose}>
      <Problem text={problem} />
      {state === 'all' && viewers.length === 0 && <p>{t.webinar.nobody}</p>}
      <ul className="audience-rows" aria-label={t.webinar.audience} aria-busy={state === 'loading'}>
        {viewers.map((viewer) => (
          <ViewerRow
            key={viewer.id}
            viewer={viewer}
            mayBring={mayBring}
            onBrought={() => remove(viewer.id)}
          />
        ))}
      </ul>
      {state === 'more' && (
        <Button onClick={() => void load(viewers.at(-1)?.id)}>{t.webinar.more}</Button>
      )}
    </Dialog>
  );
}
