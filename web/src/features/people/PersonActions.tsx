import {
  Crown,
  Eye,
  Hand,
  type LucideIcon,
  Mic,
  MicOff,
  MonitorX,
  PencilLine,
  UserMinus,
  UserRoundX,
  VideoOff,
} from 'lucide-react';
import { ask } from '../../actions/hosting';
import { type Action, may, mayActOn } from '../../lib/permissions';
import type { Participant, Source } from '../../protocol/protocol.gen';
import { ownInterviewRole, ownRole, type RoomState, useRoom } from '../../stores/room';
import { toast } from '../../stores/toasts';
import { strings, useStrings } from '../../strings';

export type PersonDialog = 'rename' | 'remove';

interface PersonActionsProps {
  id: string;
  participant: Participant;
  onOpen: (dialog: PersonDialog) => void;
  /** Called after an action was pressed. */
  onDone: () => void;
}

/** Host's actions on a participant. Roles decide which ones, by the server's rules. */
export function PersonActions({ id, participant, onOpen, onDone }: PersonActionsProps) {
  const t = useStrings();
  const { id: who, name, role, media, hand_raised_at } = participant;
  const webinar = useRoom((state) => state.settings.webinar ?? false);
  const mayDo = (action: Action) => mayDoTo(useRoom.getState(), participant, action);
  const target = { participant_id: who };
  const stop = (source: Source) => () => void ask('stop_source', { ...target, source });
  const askToUnmute = async () => {
    if (await ask('ask_to_unmute', target)) toast(strings().hosts.askedToUnmute(name));
  };

  return (
    <fieldset
      id={id}
      className="person-actions"
      aria-label={t.hosts.actionsFor(name)}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button')) onDone();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onDone();
      }}
    >
      {media.microphone
        ? mayDo('stop_source') && (
            <Entry icon={MicOff} label={t.hosts.mute} onClick={stop('microphone')} />
          )
        : mayDo('ask_to_unmute') && (
            <Entry icon={Mic} label={t.hosts.askToUnmute} onClick={() => void askToUnmute()} />
          )}
      {media.camera && mayDo('stop_source') && (
        <Entry icon={VideoOff} label={t.hosts.stopVideo} onClick={stop('camera')} />
      )}
      {media.screen_share && mayDo('stop_source') && (
        <Entry icon={MonitorX} label={t.hosts.stopSharing} onClick={stop('screen_share')} />
      )}
      {hand_raised_at !== undefined && mayDo('lower_hand') && (
        <Entry
          icon={Hand}
          label={t.hosts.lowerHand}
          onClick={() => void ask('lower_hand', target)}
        />
      )}
      {mayDo('rename') && (
        <Entry icon={PencilLine} label={t.hosts.rename} onClick={() => onOpen('rename')} />
      )}
      {role !== 'host' && mayDo('set_role') && (
        <Entry
          icon={role === 'guest' ? Crown : UserMinus}
          label={role === 'guest' ? t.hosts.makeCoHost : t.hosts.removeCoHost}
          onClick={() =>
            void ask('set_role', { ...target, role: role === 'guest' ? 'co_host' : 'guest' })
          }
        />
      )}
      {role === 'guest' && webinar && mayDo('set_role') && (
        <Entry
          icon={Eye}
          label={t.webinar.toAudience}
          onClick={() => void ask('set_role', { ...target, role: 'viewer' })}
        />
      )}
      {mayDo('remove') && (
        <Entry icon={UserRoundX} label={t.hosts.remove} danger onClick={() => onOpen('remove')} />
      )}
    </fieldset>
  );
}

/** True if this participant may do `action` to `other`. */
export function mayDoTo(state: RoomState, other: Participant, action: Action): boolean {
  const own = ownRole(state);
  return (
    other.id !== state.selfId &&
    may(own, action, state.settings, ownInterviewRole(state)) &&
    mayActOn(own, other.role)
  );
}

interface EntryProps {
  icon: LucideIcon;
  label: string;
  danger?: boolean;
  onClick: () => void;
}

function Entry({ icon: Icon, label, danger, onClick }: EntryProps) {
  return (
    <button
      type="button"
      className="person-action"
      data-danger={danger || undefined}
      onClick={onClick}
    >
      <Icon aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
