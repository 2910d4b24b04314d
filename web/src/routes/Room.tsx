import './Room.css';
import './RoomPanel.css';

import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useFullscreenElement } from '../actions/fullscreen';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { EndQuestion } from '../features/hosts/EndQuestion';
import { KnockNotice } from '../features/hosts/KnockNotice';
import { NotKeptNotice } from '../features/hosts/NotKeptNotice';
import { UnmuteNotice } from '../features/hosts/UnmuteNotice';
import { useHostNotices } from '../features/hosts/useHostNotices';
import { useNotices } from '../features/notices/useNotices';
import { RecordingSign } from '../features/recording/RecordingSign';
import { WholeScreenDialog } from '../features/share/WholeScreenDialog';
import { Stage } from '../features/stage/Stage';
import { StageControls } from '../features/stage/StageControls';
import { useStageControls } from '../features/stage/useStageControls';
import { ConnectionBanner } from '../features/status/ConnectionBanner';
import { useVisitNotes } from '../features/status/useVisitNotes';
import { VoiceNotices } from '../features/voice/VoiceNotices';
import { titleOf } from '../lib/interview-view';
import type { MeetingId } from '../protocol/protocol.gen';
import { useInterview } from '../stores/interview';
import { closePanel, usePanel } from '../stores/panel';
import { useRoom } from '../stores/room';
import { useStrings } from '../strings';
import { WIDE } from '../styles/breakpoints';
import { useMediaQuery } from '../ui/useMediaQuery';
import { useDeviceTroubleToasts } from '../widgets/device-trouble/useDeviceTroubleToasts';
import { usePageHeading } from '../widgets/Page';
import { part } from '../widgets/part';
import { availableShortcuts } from './shortcuts';
import { useIdle } from './useIdle';
import { useShortcuts } from './useShortcuts';
import { useTalkKey } from './useTalkKey';
import { useWakeLock } from './useWakeLock';

// Loaded when they are first shown, or once the room is there.
const ChatPanel = part(async () => ({
  default: (await import('../features/chat/ChatPanel')).ChatPanel,
}));
const PeopleSide = part(() => import('./PeopleSide'));
const DevicesDialog = part(async () => ({
  default: (await import('../features/settings/DevicesDialog')).DevicesDialog,
}));
const ShortcutsDialog = part(async () => ({
  default: (await import('../features/settings/ShortcutsDialog')).ShortcutsDialog,
}));
const LayoutDialog = part(() => import('../features/stage/LayoutDialog'));
const PARTS = [ChatPanel, PeopleSide, DevicesDialog, ShortcutsDialog, LayoutDialog];

// Loaded only in interviews.
const InterviewBar = part(() => import('../features/interview/InterviewBar'), 'interview');
const InterviewPanel = part(
  () => import('../features/interview/InterviewPanel'),
  'interview',
  'bank',
);

/** Time in ms after which a room prepares its panels, so that they open without the server. */
const PREPARES_AFTER = 1_500;

/** Parts of the room that differ in a call. */
export interface CallInRoom {
  title: string;
  onHangUp: () => void;
  onAddPerson: () => void;
  /** Replaces the meeting's code. */
  info: ReactNode;
  /** Replaces the invitation shown while alone. */
  alone: ReactNode;
  notices: ReactNode;
  /** Replaces the room's chat. */
  chat: ReactNode | null;
  /** Number of its unread messages; undefined for the room's chat. */
  unread: number | undefined;
}

/** The room: stage, panels and controls. */
export function Room({ id, call }: { id: MeetingId; call?: CallInRoom }) {
  const t = useStrings();
  const ofInterview = useInterview(({ view }) => view && titleOf(view));
  const ofMeeting = useRoom((state) => state.title);
  const title = call?.title ?? ofInterview ?? ofMeeting ?? t.meeting.pageTitle(id);
  const isInterview = useInterview(({ view }) => view !== null);
  const heading = usePageHeading(title);
  const [devicesOpen, setDevicesOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const [ending, setEnding] = useState(false);
  useWakeLock();
  useVisitNotes();
  useDeviceTroubleToasts();
  useNotices(call !== undefined);
  useHostNotices();
  useShortcuts(useMemo(() => ({ showShortcuts: () => setShortcutsOpen(true) }), []));
  useTalkKey();
  const panel = usePanel((state) => state.open);
  const wide = useMediaQuery(WIDE);
  const [layoutOpen, setLayoutOpen] = useState(false);
  const stageControls = useStageControls(useCallback(() => setLayoutOpen(true), []));
  useEffect(() => closePanel, []);
  const full = useFullscreenElement() === document.documentElement;
  const bare = useIdle(full && panel === null);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const one of PARTS) one.prepare();
    }, PREPARES_AFTER);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div
      className="room"
      data-panel={panel ?? undefined}
      data-full-screen={full || undefined}
      data-bare={bare || undefined}
      data-interview={isInterview ? '' : undefined}
    >
      {isInterview ? <InterviewBar /> : (call?.info ?? <MeetingInfo />)}
      <div className="room-notices">
        <NotKeptNotice />
        <KnockNotice />
        <UnmuteNotice />
        {call?.notices}
      </div>
      <main className="room-stage">
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {title}
        </h1>
        <RecordingSign />
        <Stage alone={call?.alone} />
        <ConnectionBanner />
      </main>
      {panel === 'chat' && (call?.chat ?? <ChatPanel onCancel={closePanel} />)}
      {panel === 'people' && <PeopleSide onCancel={closePanel} />}
      {panel === 'interview' && isInterview && <InterviewPanel id={id} onCancel={closePanel} />}
      <VoiceNotices onChooseMicrophone={() => setDevicesOpen(true)} />
      <ControlBar
        extra={stageControls}
        call={call}
        onOpenDevices={() => setDevicesOpen(true)}
        onEnd={() => setEnding(true)}
      />
      {wide && <StageControls controls={stageControls} />}
      <WholeScreenDialog />
      {ending && <EndQuestion onClose={() => setEnding(false)} />}
      {layoutOpen && (
        <LayoutDialog onCancel={() => setLayoutOpen(false)} onClose={() => setLayoutOpen(false)} />
      )}
      {devicesOpen && (
        <DevicesDialog
          onCancel={() => setDevicesOpen(false)}
          onClose={() => setDevicesOpen(false)}
          onOpenShortcuts={() => setShortcutsOpen(true)}
        />
      )}
      {shortcutsOpen && (
        <ShortcutsDialog
          shortcuts={availableShortcuts()}
          onCancel={() => setShortcutsOpen(false)}
          onClose={() => setShortcutsOpen(false)}
        />
      )}
    </div>
  );
}
