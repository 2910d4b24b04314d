import './ControlBar.css';

import {
  Check,
  ChevronUp,
  CircleDot,
  CircleStop,
  ClipboardList,
  DoorClosed,
  Ellipsis,
  Hand,
  Link2,
  type LucideIcon,
  MessageSquare,
  MonitorUp,
  MonitorX,
  PhoneOff,
  Settings2,
  Share2,
  UserPlus,
  Users,
} from 'lucide-react';
import { createContext, useContext, useEffect, useState } from 'react';
import { toggleHand, useHandRaised } from '../../actions/hand';
import { useMay } from '../../actions/hosting';
import { toggleScreenShare } from '../../actions/screen-share';
import { hasShareSheet, shareMeeting } from '../../actions/share-meeting';
import { meetingSession } from '../../session';
import { useChat } from '../../stores/chat';
import { useDevices } from '../../stores/devices';
import { togglePanel, usePanel } from '../../stores/panel';
import { useRecording } from '../../stores/recording';
import { onlyWatches, ownInterviewRole, useRoom } from '../../stores/room';
import { toast } from '../../stores/toasts';
import { useStrings } from '../../strings';
import { COMPACT_OR_WIDER, ROOMY, WIDE } from '../../styles/breakpoints';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import { PopoverButton } from '../../ui/PopoverButton';
import { useMediaQuery } from '../../ui/useMediaQuery';
import { CameraToggle, MicrophoneToggle } from '../../widgets/devices/CaptureToggles';
import { ReactButton } from './ReactButton';

/** A control of the page, for the menu. */
interface ExtraControl {
  key: string;
  label: string;
  icon: LucideIcon;
  active?: boolean;
  /** Why it is disabled. */
  unavailable?: string | undefined;
  onClick: () => void;
}

interface ControlBarProps {
  onOpenDevices: () => void;
  /** Controls for the menu; a wide page shows them elsewhere. */
  extra?: ExtraControl[];
  /** Opens the question whether to end the meeting for all. */
  onEnd: () => void;
  /** In a call: hang up instead of leave, and add a person instead of copy the link. */
  call?: CallControls | undefined;
}

interface CallControls {
  onHangUp: () => void;
  onAddPerson: () => void;
  /** Unread messages, if the chat is not the room's. */
  unread: number | undefined;
}

/** The controls of a meeting in one row; those that do not fit are behind "More". */
export function ControlBar({ onOpenDevices, onEnd, extra = [], call }: ControlBarProps) {
  const t = useStrings();
  const wide = useMediaQuery(WIDE);
  const medium = useMediaQuery(COMPACT_OR_WIDER);
  const narrow = useMediaQuery(ROOMY);
  const mayEnd = useMay('end_meeting');
  const role = useRoom(ownInterviewRole);
  const observes = useRoom(onlyWatches);
  const hasHand = role !== 'observer';
  const end = mayEnd && <Control label={t.hosts.endForAll} icon={DoorClosed} onClick={onEnd} />;
  const addPerson = call && (
    <Control label={t.calls.addPerson} icon={UserPlus} onClick={call.onAddPerson} />
  );
  const occasional = (
    <>
      {!observes && <RecordToggle />}
      <Control label={t.devices.title} icon={Settings2} onClick={onOpenDevices} />
      {role === null && !call && <ShareLink />}
    </>
  );
  const frequent = (
    <>
      {!observes && <ShareToggle />}
      {!medium && hasHand && !observes && <HandToggle />}
      {!medium && <PeopleToggle />}
    </>
  );
  return (
    <section
      className="control-bar"
      aria-label={t.meeting.controls}
      data-interview={role ?? undefined}
    >
      {!observes && (
        <>
          <MicrophoneToggle onProblem={onOpenDevices} />
          <CameraToggle onProblem={onOpenDevices} />
        </>
      )}
      {medium && frequent}
      {!observes && <ReactButton />}
      {/* A viewer has little else to press. */}
      {(medium || observes) && hasHand && <HandToggle />}
      {role && <InterviewToggle />}
      <ChatToggle unreadInCall={call?.unread} />
      {medium && <PeopleToggle />}
      {narrow && addPerson}
      {wide ? (
        occasional
      ) : (
        <PopoverButton
          label={t.talk.more}
          icon={Ellipsis}
          groupLabel={t.talk.moreControls}
          className="control-more"
          opens="more"
        >
          {(close) => (
            <InMenu value={close}>
              {!narrow && addPerson}
              {!medium && frequent}
              {occasional}
              {extra.map(({ key, ...control }) => (
                <Control key={key} {...control} />
              ))}
              {end}
            </InMenu>
          )}
        </PopoverButton>
      )}
      <Button
        variant="danger"
        icon={PhoneOff}
        className="control-leave"
        onClick={() => (call ? call.onHangUp() : meetingSession.leave())}
      >
        {call ? t.calls.hangUp : t.meeting.leave}
      </Button>
      {wide && end && (
        <PopoverButton
          label={t.hosts.endOptions}
          icon={ChevronUp}
          groupLabel={t.hosts.endOptions}
          className="control-more control-ways"
        >
          {(close) => <InMenu value={close}>{end}</InMenu>}
        </PopoverButton>
      )}
    </section>
  );
}

/** Closes the menu; set inside it. */
const InMenu = createContext<(() => void) | null>(null);

interface ControlProps {
  label: string;
  icon: LucideIcon;
  active?: boolean;
  /** Marks a running activity that must not be forgotten. */
  alarming?: boolean;
  /** Busy: a press does nothing. */
  busy?: boolean;
  /** Why it is disabled now. */
  unavailable?: string | undefined;
  expanded?: boolean;
  opens?: string;
  badge?: { count: number; description: string; quiet?: boolean } | undefined;
  onClick: () => void;
}

/** An icon in the row, or a line with text in the menu, under the same name. */
function Control(props: ControlProps) {
  const {
    label,
    icon: Icon,
    active,
    alarming,
    busy,
    unavailable,
    expanded,
    opens,
    badge,
    onClick,
  } = props;
  const close = useContext(InMenu);
  if (close) {
    return (
      <button
        type="button"
        className="menu-item"
        data-active={active || undefined}
        aria-expanded={expanded}
        aria-disabled={busy || unavailable !== undefined || undefined}
        aria-description={unavailable}
        title={unavailable}
        onClick={() => {
          close();
          onClick();
        }}
      >
        <Icon aria-hidden="true" />
        <span>{label}</span>
      </button>
    );
  }
  return (
    <IconButton
      label={label}
      icon={Icon}
      tone={alarming ? 'off' : active ? 'active' : 'plain'}
      badge={badge}
      aria-expanded={expanded}
      aria-disabled={busy || unavailable !== undefined || undefined}
      aria-description={unavailable}
      title={unavailable}
      data-opens={opens}
      onClick={onClick}
    />
  );
}

function ChatToggle({ unreadInCall }: { unreadInCall: number | undefined }) {
  const t = useStrings();
  const open = usePanel((state) => state.open === 'chat');
  const unreadInRoom = useChat((state) => state.unread);
  const unread = unreadInCall ?? unreadInRoom;
  return (
    <Control
      label={t.chat.title}
      icon={MessageSquare}
      active={open}
      expanded={open}
      opens="chat"
      badge={
        open || unread === 0 ? undefined : { count: unread, description: t.chat.unread(unread) }
      }
      onClick={() => togglePanel('chat')}
    />
  );
}

function InterviewToggle() {
  const t = useStrings();
  const open = usePanel((state) => state.open === 'interview');
  return (
    <Control
      label={t.interview.title}
      icon={ClipboardList}
      active={open}
      expanded={open}
      opens="interview"
      onClick={() => togglePanel('interview')}
    />
  );
}

function PeopleToggle() {
  const t = useStrings();
  const open = usePanel((state) => state.open === 'people');
  const count = useRoom((state) => state.roster.order.length);
  return (
    <Control
      label={t.people.title}
      icon={Users}
      active={open}
      expanded={open}
      opens="people"
      badge={{ count, description: t.layouts.people(count), quiet: true }}
      onClick={() => togglePanel('people')}
    />
  );
}

function HandToggle() {
  const t = useStrings();
  const raised = useHandRaised();
  return (
    <Control
      label={raised ? t.talk.lowerHand : t.talk.raiseHand}
      icon={Hand}
      active={raised}
      onClick={toggleHand}
    />
  );
}

function ShareToggle() {
  const t = useStrings();
  const sharing = useDevices((state) => state.screenShare.live);
  const possible = useDevices((state) => state.canShareScreen);
  const allowed = useMay('share_screen');
  if (!possible) return null;
  // A person who shares may always stop, whatever hosts decided since.
  const unavailable = allowed || sharing ? undefined : t.hosts.forHosts.share;

  return (
    <Control
      label={sharing ? t.meeting.stopSharing : t.meeting.shareScreen}
      icon={sharing ? MonitorX : MonitorUp}
      active={sharing}
      unavailable={unavailable}
      onClick={() => void toggleScreenShare()}
    />
  );
}

function RecordToggle() {
  const t = useStrings();
  const phase = useRecording((state) => state.phase);
  const allowed = useMay('record');
  const start = async () => {
    const refusal = await meetingSession.recording.start({ screenOf: t.meeting.screenOf });
    if (refusal && refusal !== 'cancelled') toast(t.recording.refused[refusal], 'danger');
    if (useRecording.getState().inMemory) toast(t.recording.inMemory);
  };
  const running = phase === 'recording' || phase === 'paused';
  // A person who records may always stop, whatever hosts decided since.
  const unavailable = allowed || running ? undefined : t.hosts.forHosts.record;
  return (
    <Control
      label={running ? t.recording.stop : t.recording.record}
      icon={running ? CircleStop : CircleDot}
      alarming={running}
      busy={phase === 'starting'}
      unavailable={unavailable}
      onClick={() => {
        if (unavailable !== undefined) toast(unavailable);
        else void (running ? meetingSession.recording.stop() : start());
      }}
    />
  );
}

/** Shares the link by the system's sheet, or copies it where there is none. */
function ShareLink() {
  const t = useStrings();
  const id = useRoom((state) => state.meetingId);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);

  if (!id) return null;
  const shares = hasShareSheet();
  return (
    <Control
      label={shares ? t.naming.share : t.meeting.copyLink}
      icon={copied ? Check : shares ? Share2 : Link2}
      onClick={async () => setCopied(await shareMeeting(id))}
    />
  );
}
