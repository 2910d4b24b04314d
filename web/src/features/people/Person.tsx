import {
  CircleDot,
  EllipsisVertical,
  Hand,
  Mic,
  MicOff,
  MonitorUp,
  PencilLine,
  Video,
  VideoOff,
} from 'lucide-react';
import { memo, useId, useLayoutEffect, useRef, useState } from 'react';

import type { Participant, ParticipantId } from '../../protocol/protocol.gen';
import { useDevices } from '../../stores/devices';
import { useGivenNames } from '../../stores/given-names';
import { useQuality } from '../../stores/quality';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/IconButton';
import { SignalBars } from '../../ui/SignalBars';
import { mayDoTo, PersonActions, type PersonDialog } from './PersonActions';
import { RemoveDialog } from './RemoveDialog';
import { RenameDialog } from './RenameDialog';
import { canSetVolume, VolumeButton, VolumeSlider } from './VolumeControl';

/** Row of a participant: state, volume and host actions. It renders only when they change. */
export const Person = memo(function Person({ id }: { id: ParticipantId }) {
  const participant = useRoom(({ roster }) => roster.byId[id]);
  return participant ? <Row participant={participant} /> : null;
});

function Row({ participant }: { participant: Participant }) {
  const t = useStrings();
  const { id, role, presence, interview_role } = participant;
  const name = useGivenNames((names) => names[id]) ?? participant.name;
  const own = useRoom((state) => state.selfId === id);
  const hosting = useRoom((state) => mayDoTo(state, participant, 'remove'));
  const hand = useRoom(({ roster }) => roster.hands.indexOf(id) + 1);
  const [open, setOpen] = useState(false);
  const [volumeOpen, setVolumeOpen] = useState(false);
  const [dialog, setDialog] = useState<PersonDialog | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLSpanElement>(null);
  const actionsId = useId();
  const notes = [
    interview_role
      ? t.interview.roles[interview_role]
      : (role === 'host' || role === 'co_host') && t.hosts.roles[role],
    presence === 'reconnecting' && t.people.reconnecting,
  ].filter((note) => note !== false);

  const focusButton = () => button.current?.querySelector('button')?.focus();

  // When a row with the focus disappears, the panel heading takes the focus.
  useLayoutEffect(() => {
    const element = row.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        document.querySelector<HTMLElement>('.side-panel h2')?.focus();
      });
    };
  }, []);

  const closeDialog = () => setDialog(null);

  return (
    <div ref={row} className="person">
      <div className="person-row">
        <span className="person-avatar">
          <Avatar id={id} name={name} />
        </span>
        <span className="person-text">
          <span className="person-name" dir="auto">
            {own ? t.meeting.you(name) : name}
          </span>
          <span className="person-states">
            {hand > 0 && (
              <span className="person-hand" title={t.talk.handNumber(hand)}>
                <Hand aria-hidden="true" />
                <span aria-hidden="true">{hand}</span>
                <span className="visually-hidden">{t.talk.handNumber(hand)}</span>
              </span>
            )}
            {interview_role !== 'observer' && <States participant={participant} own={own} />}
            {notes.length > 0 && <span className="person-note">{notes.join(' · ')}</span>}
          </span>
        </span>
        {canSetVolume && !own && interview_role !== 'observer' && (
          <VolumeButton
            id={id}
            name={name}
            open={volumeOpen}
            onToggle={() => setVolumeOpen(!volumeOpen)}
          />
        )}
        <span ref={button} className="person-more">
          {own && (
            <IconButton
              label={t.hosts.rename}
              icon={PencilLine}
              onClick={() => setDialog('rename')}
            />
          )}
          {hosting && (
            <IconButton
              label={t.hosts.actionsFor(name)}
              icon={EllipsisVertical}
              aria-expanded={open}
              aria-controls={open ? actionsId : undefined}
              onClick={() => setOpen(!open)}
            />
          )}
        </span>
      </div>
      {volumeOpen && <VolumeSlider id={id} name={name} />}
      {hosting && open && (
        <PersonActions
          id={actionsId}
          participant={participant}
          onOpen={setDialog}
          onDone={() => {
            setOpen(false);
            focusButton();
          }}
        />
      )}
      {dialog === 'rename' && (
        <RenameDialog participant={participant} own={own} onClose={closeDialog} />
      )}
      {dialog === 'remove' && <RemoveDialog participant={participant} onClose={closeDialog} />}
    </div>
  );
}

function States({ participant, own }: { participant: Participant; own: boolean }) {
  const t = useStrings();
  const { id, media, recording } = participant;
  const ownMicrophone = useDevices((state) => state.microphone.live);
  const ownCamera = useDevices((state) => state.camera.live);
  const quality = useQuality(
    (state) => (own ? state.own : state.participants[id])?.quality ?? null,
  );
  const microphone = own ? ownMicrophone : media.microphone;
  const camera = own ? ownCamera : media.camera;
  return (
    <>
      {quality && (
        <span className="person-state" title={t.quality.levels[quality]} data-quality={quality}>
          <SignalBars bars={quality === 'poor' ? 1 : quality === 'fair' ? 2 : 3} />
          <span className="visually-hidden">{t.quality.levels[quality]}</span>
        </span>
      )}
      {recording && <State icon={CircleDot} label={t.recording.records} />}
      {media.screen_share && <State icon={MonitorUp} label={t.people.sharing} />}
      <State
        icon={microphone ? Mic : MicOff}
        label={microphone ? t.people.microphoneOn : t.people.microphoneOff}
        off={!microphone}
      />
      <State
        icon={camera ? Video : VideoOff}
        label={camera ? t.people.cameraOn : t.people.cameraOff}
        off={!camera}
      />
    </>
  );
}

function State({ icon: Icon, label, off }: { icon: typeof Mic; label: string; off?: boolean }) {
  return (
    <span className="person-state" title={label} data-off={off || undefined}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}
