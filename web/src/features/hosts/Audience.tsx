import './Audience.css';

import { Eye } from 'lucide-react';
import { useState } from 'react';
import { ask, useMay } from '../../actions/hosting';
import type { Participant } from '../../protocol/protocol.gen';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { ViewersDialog } from './ViewersDialog';

/** The audience of a webinar: how many they are and, for hosts, who raised a hand. */
export function Audience() {
  const t = useStrings();
  const viewers = useRoom((state) => state.viewers);
  const webinar = useRoom((state) => state.settings.webinar ?? false);
  const hands = useRoom((state) => state.raisedHands);
  const maySee = useMay('set_room');
  const mayBring = useMay('set_role');
  const [open, setOpen] = useState(false);
  if (viewers === 0 && !webinar) return null;
  return (
    <section className="audience" aria-label={t.webinar.audience}>
      <div className="audience-head">
        <p className="audience-count" role="status">
          <Eye aria-hidden="true" />
          {t.webinar.viewers(viewers)}
        </p>
        {maySee && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t.webinar.showViewers}
          </Button>
        )}
      </div>
      {hands.length > 0 && (
        <ul className="audience-rows" aria-label={t.webinar.handsRaised}>
          {hands.map((viewer) => (
            <ViewerRow key={viewer.id} viewer={viewer} mayBring={mayBring} />
          ))}
        </ul>
      )}
      {open && <ViewersDialog mayBring={mayBring} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface ViewerRowProps {
  viewer: Participant;
  mayBring: boolean;
  /** Called after the viewer was brought to the stage. */
  onBrought?: () => void;
}

export function ViewerRow({ viewer, mayBring, onBrought }: ViewerRowProps) {
  const t = useStrings();
  const { id, name } = viewer;
  const bring = async () => {
    if (await ask('set_role', { participant_id: id, role: 'guest' })) onBrought?.();
  };
  return (
    <li className="audience-row">
      <span className="audience-avatar">
        <Avatar id={id} name={name} />
      </span>
      <span className="audience-name" dir="auto">
        {name}
      </span>
      {mayBring && (
        <Button size="small" aria-label={t.webinar.toStageOf(name)} onClick={() => void bring()}>
          {t.webinar.toStage}
        </Button>
      )}
    </li>
  );
}
