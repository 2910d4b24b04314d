import './Room.css';

import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';

import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { EndQuestion } from '../features/hosts/EndQuestion';
import { HostPanel } from '../features/hosts/HostPanel';
import { KnockNotice } from '../features/hosts/KnockNotice';
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
import { VoiceNotices } from '../features/voice/VoiceNotices';
import { titleOf } from '../lib/interview-view';
import type { MeetingId } from '../rtc/protocol.gen';
import { useInterview } from '../stores/interview';
import { closePanel, usePanel } from '../stores/panel';
import { useStrings } from '../strings';
import { usePageHeading } from '../ui/Page';
import { useMediaQuery } from '../ui/useMediaQuery';
import { availableShortcuts } from './shortcuts';
import { useDeviceTroubleToasts } from './useDeviceTroubleToasts';
import { useShortcuts } from './useShortcuts';
import { useTalkKey } from './useTalkKey';
import { useWakeLock } from './useWakeLock';

// What most meetings do not need is not loaded for them.
const InterviewBar = lazy(() => import('../features/interview/InterviewBar'));
const InterviewPanel = lazy(() => import('../features/interview/InterviewPanel'));

/** As in Room.css. */
const NARROW = '(max-width: 860px)';
/** As there and in the control bar. */
const WIDE = '(min-width: 1180px)';

/** What is other in a call than in a meeting. */
export interface CallInRoom {
  title: string;
  onHangUp: () => void;
  onAddPerson: () => void;
  /** In place of the meeting's code. */
  info: (inert: boolean) => ReactNode;
  /** In place of how to bring others in. */
  alone: ReactNode;
  notices: ReactNode;
  /** In place of the room's chat. */
  chat: ReactNode | null;
  /** How many messages of it were not read; undefined where it is the room's. */
  unread: number | undefined;
}

/** Inside: everybody, what is shared, and what one can do. */
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
  useDeviceTroubleToasts();
  useNotices(call !== undefined);
  useHostNotices();
  useShortcuts(useMemo(() => ({ showShortcuts: () => setShortcutsOpen(true) }), []));
  useTalkKey();
  const panel = usePanel((state) => state.open);
  // On a narrow page a panel lies over the rest, which nobody must tab into unseen.
  const covered = useMediaQuery(NARROW) && panel !== null;
  const wide = useMediaQuery(WIDE);
  const stageControls = useStageControls();
  useEffect(() => closePanel, []);
  return (
    <div
      className="room"
      data-panel={panel ?? undefined}
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
