import './RecordingShelf.css';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';

import { recordingShelf } from '../../session/recordings';
import { type ShelfItem, useRecording } from '../../stores/recording';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';

/** Unsaved recordings in this browser, on every page, with buttons to save or delete each. */
export default function RecordingShelf() {
  const t = useStrings();
  const shelf = useRecording((state) => state.shelf);

  useEffect(() => {
    // A browser without storage has no recordings.
    recordingShelf.find().catch(() => {});
  }, []);

  return (
    <section role="status" aria-label={t.recording.shelf} hidden={shelf.length === 0}>
      <ul className="recording-shelf">
        {shelf.map((item) => (
          <Card key={item.stored} item={item} />
        ))}
      </ul>
    </section>
  );
}

const WARNED: ReadonlySet<ShelfItem['state']> = new Set(['interrupted', 'lost']);

function Card({ item }: { item: ShelfItem }) {
  const t = useStrings();
  const { stored, meetingId, startedAt, size, state, trouble } = item;
  const warned = trouble !== null || WARNED.has(state);
  const Icon = warned ? TriangleAlert : CircleCheck;
  const about = [meetingId, t.recording.at(new Date(startedAt))];
  if (size !== null) about.push(t.recording.megabytes(size));
  return (
    <li className="recording-card" data-tone={warned ? 'warn' : 'info'}>
      {state === 'saving' ? (
        <span className="spinner" aria-hidden="true" />
      ) : (
        <Icon aria-hidden="true" />
      )}
      <div className="recording-card-body">
        <p className="recording-card-title">{t.recording[state]}</p>
        {trouble && <p>{t.recording.trouble[trouble]}</p>}
        {state === 'interrupted' && <p>{t.recording.interruptedHint}</p>}
        {state === 'saved' && <p>{t.recording.savedHint}</p>}
        <p className="recording-card-about">{about.join(' · ')}</p>
        <Actions stored={stored} state={state} />
      </div>
    </li>
  );
}

function Actions({ stored, state }: Pick<ShelfItem, 'stored' | 'state'>) {
  const t = useStrings();
  const save = (
    <Button size="small" variant="primary" onClick={() => void recordingShelf.save(stored)}>
      {state === 'saved' ? t.recording.saveAgain : t.recording.save}
    </Button>
  );
  const discard = (label: string) => (
    <Button size="small" onClick={() => void recordingShelf.discard(stored)}>
      {label}
    </Button>
  );
  const close = (
    <Button size="small" variant="quiet" onClick={() => recordingShelf.close(stored)}>
      {t.common.close}
    </Button>
  );
  switch (state) {
    case 'saving':
      return null;
    case 'saved':
      return (
        <div className="recording-card-actions">
          {save}
          {discard(t.recording.removeCopy)}
          {close}
        </div>
      );
    case 'kept':
    case 'interrupted':
      return (
        <div className="recording-card-actions">
          {save}
          {discard(t.recording.discard)}
          {close}
        </div>
      );
    case 'chosen':
    case 'lost':
      return <div className="recording-card-actions">{discard(t.common.close)}</div>;
  }
}
