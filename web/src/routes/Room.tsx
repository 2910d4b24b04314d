import './Room.css';

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useFullscreenElement } from '../actions/fullscreen';
import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { EndQuestion } from '../features/hosts/EndQuestion';
import { HostPanel } from '../features/hosts/HostPanel';
import { KnockNotice } from '../features/hosts/KnockNotice';
import { NotKeptNotice } from '../features/hosts/NotKeptNotice';
import { UnmuteNotice } from '../features/hosts/UnmuteNotice';
import { useHostNotices } from '../features/hosts/useHostNotices';
import { useNotices } from '../features/notices/useNotices';
import { PeoplePanel } from '../features/people/PeoplePanel';
import { RecordingSign } from '../features/recording/RecordingSign';
import { DevicesDialog } from '../features/settings/DevicesDialog';
import { ShortcutsDialog } from '../features/settings/ShortcutsDialog';
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
import { useStrings } from '../strings';
import { COLUMN, WIDE } from '../styles/breakpoints';
import { useMediaQuery } from '../ui/useMediaQuery';
import { useDeviceTroubleToasts } from '../widgets/device-trouble/useDeviceTroubleToasts';
import { usePageHeading } from '../widgets/Page';
import { availableShortcuts } from './shortcuts';
import { useIdle } from './useIdle';
import { useShortcuts } from './useShortcuts';
import { useTalkKey } from './useTalkKey';
import { useWakeLock } from './useWakeLock';

// Loaded only in meetings that need them.
const InterviewBar = lazy(() => import('../features/interview/InterviewBar'));
const InterviewPanel = lazy(() => import('../features/interview/InterviewPanel'));
const LayoutDialog = lazy(() => import('../features/stage/LayoutDialog'));

/** Parts of the room that differ in a call. */
export interface CallInRoom {
  title: string;
  onHangUp: () => void;
  onAddPerson: () => void;
  /** Replaces the meeting's code. */
  info: (inert: boolean) => ReactNode;
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
  const title = call?.title ?? ofInterview ?? t.meeting.pageTitle(id);
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
  // On a narrow page a panel covers the rest, which must not take the focus unseen.
  const covered = useMediaQuery(COLUMN) && panel !== null;
  const wide = useMediaQuery(WIDE);
  const [layoutOpen, setLayoutOpen] = useState(false);
  const stageControls = useStageControls(useCallback(() => setLayoutOpen(true), []));
  useEffect(() => closePanel, []);
  const full = useFullscreenElement() === document.documentElement;
  const bare = useIdle(full && panel === null);
  return (
    <div
      className="room"
      data-panel={panel ?? undefined}
      data-full-screen={full || undefined}
      data-bare={bare || undefined}
      data-interview={isInterview ? '' : undefined}
    >
      {isInterview ? (
        <Suspense>
          <InterviewBar />
        </Suspense>
      ) : (
        (call?.info(covered) ?? <MeetingInfo inert={covered} />)
      )}
      <div className="room-notices">
        <NotKeptNotice />
        <KnockNotice />
        <UnmuteNotice />
        {call?.notices}
      </div>
      <main className="room-stage" inert={covered}>
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {title}
        </h1>
        <RecordingSign />
        <Stage covered={covered} alone={call?.alone} />
        <ConnectionBanner />
      </main>
      {panel === 'chat' && (call?.chat ?? <ChatPanel />)}
      {panel === 'people' && (
        <PeoplePanel>
          <HostPanel />
        </PeoplePanel>
      )}
      {panel === 'interview' && isInterview && (
        <Suspense>
          <InterviewPanel id={id} />
        </Suspense>
      )}
      <VoiceNotices onChooseMicrophone={() => setDevicesOpen(true)} />
      <ControlBar
        inert={covered}
        extra={stageControls}
        call={call}
        onOpenDevices={() => setDevicesOpen(true)}
        onEnd={() => setEnding(true)}
      />
      {wide && <StageControls controls={stageControls} inert={covered} />}
      <WholeScreenDialog />
      {ending && <EndQuestion onClose={() => setEnding(false)} />}
      {layoutOpen && (
        <Suspense>
          <LayoutDialog onClose={() => setLayoutOpen(false)} />
        </Suspense>
      )}
      {devicesOpen && (
        <DevicesDialog
          onClose={() => setDevicesOpen(false)}
          onOpenShortcuts={() => setShortcutsOpen(true)}
        />
      )}
      {shortcutsOpen && (
        <ShortcutsDialog shortcuts={availableShortcuts()} onClose={() => setShortcutsOpen(false)} />
      )}
    </div>
  );
}
