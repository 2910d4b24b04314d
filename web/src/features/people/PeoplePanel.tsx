import './PeoplePanel.css';

import { Hand, Mic, MicOff, MonitorUp, Video, VideoOff } from 'lucide-react';
import { useMemo, useState } from 'react';

import { folded } from '../../lib/folded';
import { handNumber, raisedHands } from '../../lib/hands';
import type { Participant } from '../../rtc/protocol.gen';
import { useDevices } from '../../stores/devices';
import { useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Avatar } from '../../ui/Avatar';
import { SidePanel } from '../../ui/SidePanel';
import { PeopleSearch } from './PeopleSearch';
import { canSetVolume, VolumeButton, VolumeSlider } from './VolumeControl';

const SEARCH_FROM = 9;

/** Everybody and how they are: raised hands first and in their order, then as they came. */
export function PeoplePanel() {
  const t = useStrings();
  const participants = useRoom((state) => state.participants);
  const [query, setQuery] = useState('');
  const searchable = participants.length >= SEARCH_FROM;
  const people = useMemo(() => {
    const hands = raisedHands(participants);
    const first = hands.flatMap((id) => participants.find((one) => one.id === id) ?? []);
    const sorted = [...first, ...participants.filter(({ id }) => !hands.includes(id))];
    const wanted = searchable ? folded(query.trim()) : '';
    return sorted.filter(({ name }) => folded(name).includes(wanted));
  }, [participants, query, searchable]);

  return (
    <SidePanel panel="people" title={t.people.title}>
      {searchable && <PeopleSearch query={query} found={people.length} onChange={setQuery} />}
      <ul className="people" aria-label={t.people.title}>
        {people.map((participant) => (
          <Person key={participant.id} participant={participant} />
        ))}
      </ul>
    </SidePanel>
  );
}

function Person({ participant }: { participant: Participant }) {
  const t = useStrings();
  const { id, name, media, presence } = participant;
  const own = useRoom((state) => state.selfId === id);
  const hand = useRoom((state) => handNumber(state.participants, id));
  const ownMicrophone = useDevices((state) => state.microphone.live);
  const ownCamera = useDevices((state) => state.camera.live);
  const microphone = own ? ownMicrophone : media.microphone;
  const camera = own ? ownCamera : media.camera;
  const [volumeOpen, setVolumeOpen] = useState(false);
  return (
    <li className="person">
      <span className="person-avatar">
        <Avatar id={id} name={name} />
      </span>
      <span className="person-name">
        <span dir="auto">{own ? t.meeting.you(name) : name}</span>
        {presence === 'reconnecting' && (
          <span className="person-note">{t.people.reconnecting}</span>
        )}
      </span>
      {hand > 0 && (
        <span className="person-hand" title={t.talk.handNumber(hand)}>
          <Hand aria-hidden="true" />
          <span aria-hidden="true">{hand}</span>
          <span className="visually-hidden">{t.talk.handNumber(hand)}</span>
        </span>
      )}
      <span className="person-states">
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
      </span>
      {canSetVolume &&
        (own ? (
          <span className="volume-button" />
        ) : (
          <VolumeButton
            id={id}
            name={name}
            open={volumeOpen}
            onToggle={() => setVolumeOpen(!volumeOpen)}
          />
        ))}
      {volumeOpen && <VolumeSlider id={id} name={name} />}
    </li>
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
