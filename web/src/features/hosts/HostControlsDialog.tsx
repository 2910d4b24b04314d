import { PhoneOff, RadioTower, Route } from 'lucide-react';
import { useState } from 'react';
import { tryToAsk, useMay } from '../../actions/hosting';
import type { MediaPathSetting, RoomSettings } from '../../protocol/protocol.gen';
import { ownInterviewRole, useRoom } from '../../stores/room';
import { useStrings } from '../../strings';
import { Button } from '../../ui/Button';
import { CheckField } from '../../ui/CheckField';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Problem';
import { SelectField } from '../../ui/SelectField';
import { part } from '../../widgets/part';
import { EndAnswers } from './EndQuestion';
import { NamingForms } from './NamingForms';
import { PasswordForm } from './PasswordForm';

const StreamsDialog = part(() => import('./StreamsDialog'), 'streams');

const PATHS = ['auto', 'mesh', 'server'] as const satisfies readonly MediaPathSetting[];

/** Settings of the meeting; each applies at once. */
export function HostControlsDialog({ onClose }: { onClose: () => void }) {
  const t = useStrings();
  const decided = useRoom((state) => state.settings);
  /** Changes the server has not confirmed yet. */
  const [wanted, setWanted] = useState<Partial<RoomSettings>>({});
  const settings = { ...decided, ...wanted };
  const mayEnd = useMay('end_meeting');
  // Clients of other systems come to a named room, and cannot use the server.
  const hasPaths = useRoom((state) => !state.isNamedRoom && ownInterviewRole(state) === null);
  const meeting = useRoom((state) => state.meetingId);
  const [streaming, setStreaming] = useState(false);
  const [ending, setEnding] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const set = async (change: Partial<RoomSettings>) => {
    setWanted((before) => ({ ...before, ...change }));
    setProblem(await tryToAsk('set_room', change));
    setWanted((before) => {
      const left = Object.entries(before).filter(([what]) => !(what in change));
      return Object.fromEntries(left);
    });
  };
  const hostsOnly = (what: 'share' | 'chat' | 'record', label: string, hint: string) => (
    <CheckField
      label={label}
      hint={hint}
      checked={settings[what] === 'hosts'}
      onChange={(on) => void set({ [what]: on ? 'hosts' : 'everyone' })}
    />
  );

  if (ending) {
    return (
      <Dialog title={t.hosts.endTitle} onClose={onClose}>
        <EndAnswers onCancel={() => setEnding(false)} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t.hosts.controls} onClose={onClose}>
      <Problem text={problem} />
      <NamingForms
        showsPeople={settings.link_preview}
        onShowPeople={(on) => void set({ link_preview: on })}
      />
      <fieldset className="dialog-group">
        <legend>{t.hosts.comingIn}</legend>
        <CheckField
          label={t.hosts.lobbyLabel}
          hint={t.hosts.lobbyHint}
          checked={settings.lobby}
          onChange={(on) => void set({ lobby: on })}
        />
        <PasswordForm />
      </fieldset>
      <fieldset className="dialog-group">
        <legend>{t.hosts.whoMay}</legend>
        {hostsOnly('share', t.hosts.onlyHostsShare, t.hosts.onlyHostsShareHint)}
        {hostsOnly('chat', t.hosts.onlyHostsChat, t.hosts.onlyHostsChatHint)}
        {hostsOnly('record', t.hosts.onlyHostsRecord, t.hosts.onlyHostsRecordHint)}
      </fieldset>
      {hasPaths && (
        <fieldset className="dialog-group">
          <legend>{t.webinar.media}</legend>
          <SelectField
            label={t.webinar.path}
            icon={Route}
            options={PATHS.map((value) => ({ value, label: t.webinar.paths[value] }))}
            value={settings.webinar ? 'server' : (settings.media_path ?? 'auto')}
            hint={t.webinar.pathHint}
            onChange={(value) => void set({ media_path: value as MediaPathSetting })}
          />
          <CheckField
            label={t.webinar.label}
            hint={t.webinar.hint}
            checked={settings.webinar ?? false}
            onChange={(on) => void set({ webinar: on })}
          />
          <Button icon={RadioTower} onClick={() => setStreaming(true)}>
            {t.webinar.streaming}
          </Button>
        </fieldset>
      )}
      {streaming && meeting !== null && (
        <StreamsDialog
          id={meeting}
          onClose={() => setStreaming(false)}
          onCancel={() => setStreaming(false)}
        />
      )}
      {mayEnd && (
        <Button variant="danger" icon={PhoneOff} onClick={() => setEnding(true)}>
          {t.hosts.endForAll}
        </Button>
      )}
    </Dialog>
  );
}
