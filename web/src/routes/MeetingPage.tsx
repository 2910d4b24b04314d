import './MeetingPage.css';

import { useEffect, useMemo, useState } from 'react';
import { Redirect } from 'wouter';

import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { EndQuestion } from '../features/hosts/EndQuestion';
import { HostPanel } from '../features/hosts/HostPanel';
import { KnockNotice } from '../features/hosts/KnockNotice';
import { UnmuteNotice } from '../features/hosts/UnmuteNotice';
import { useHostNotices } from '../features/hosts/useHostNotices';
import { LobbyPage } from '../features/lobby/LobbyPage';
import { useAdmission } from '../features/lobby/useAdmission';
import { useNotices } from '../features/notices/useNotices';
import { PeoplePanel } from '../features/people/PeoplePanel';
import { MeetingMissing, PrejoinPage } from '../features/prejoin/PrejoinPage';
import { DevicesDialog } from '../features/settings/DevicesDialog';
import { ShortcutsDialog } from '../features/settings/ShortcutsDialog';
import { WholeScreenDialog } from '../features/share/WholeScreenDialog';
import { Stage } from '../features/stage/Stage';
import { StageControls } from '../features/stage/StageControls';
import { useStageControls } from '../features/stage/useStageControls';
import { ConnectionBanner } from '../features/status/ConnectionBanner';
import {
  DeniedPage,
  EndedPage,
  FailedPage,
  LeftPage,
  RefusedPage,
  RemovedPage,
  SupersededPage,
} from '../features/status/StatusPages';
import { failureText } from '../features/status/words';
import { VoiceNotices } from '../features/voice/VoiceNotices';
import { parseMeetingCode } from '../lib/meeting-code';
import type { MeetingId } from '../rtc/protocol.gen';
import { meetingSession } from '../session';
import { closePanel, usePanel } from '../stores/panel';
import { useRoom } from '../stores/room';
import { useStrings } from '../strings';
import { usePageHeading } from '../ui/Page';
import { useMediaQuery } from '../ui/useMediaQuery';
import { availableShortcuts } from './shortcuts';
import { useDeviceTroubleToasts } from './useDeviceTroubleToasts';
import { useShortcuts } from './useShortcuts';
import { useTalkKey } from './useTalkKey';
import { useWakeLock } from './useWakeLock';

/** `/m/{code}`: from the look in the mirror to the goodbye. */
export default function MeetingPage({ code }: { code: string }) {
  const t = useStrings();
  const id = parseMeetingCode(code);
  if (!id) return <MeetingMissing text={t.prejoin.malformedText(code)} />;
  // One spelling in the address bar, since that is what people copy.
  if (id !== code) return <Redirect to={`/m/${id}`} replace />;
  return <Meeting id={id} />;
}

/** There is a meeting, and no way in just now: said on a page of its own. */
const REFUSED: ReadonlySet<string> = new Set(['meeting_locked', 'room_full', 'lobby_full']);

function Meeting({ id }: { id: MeetingId }) {
  const t = useStrings();
  // The store outlives this page: what it says counts only once one has asked to join from here.
  const [asked, setAsked] = useState(false);
  const [inside, setInside] = useState(false);
  /** Whether one asked from another page than prejoin. */
  const [again, setAgain] = useState(false);
  const status = useRoom((state) => state.status);
  useAdmission();
  if (asked && !inside && status.kind === 'joined') setInside(true);

  // Going elsewhere is leaving, and turns the devices off.
  useEffect(() => () => meetingSession.leave(), []);

  const join = (name: string, password: string | null) => {
    setAsked(true);
    setAgain(false);
    void meetingSession.join(id, name, password);
  };
  const askAgain = () => {
    setInside(false);
    setAgain(true);
    void meetingSession.rejoin();
  };
  const backToPrejoin = () => {
    setAsked(false);
    setInside(false);
  };
  const failure = useMemo(
    () => (status.kind === 'failed' ? { code: status.code, text: failureText(status) } : null),
    [status],
  );
  const prejoin = (joining: boolean) => (
    <PrejoinPage
      id={id}
      joining={joining}
      failure={asked ? failure : null}
      ended={<EndedPage before />}
      onJoin={join}
    />
  );

  if (!asked) return prejoin(false);
  switch (status.kind) {
    case 'idle':
    case 'joining':
      if (inside) return <Room id={id} />;
      return again ? <LobbyPage id={id} hostPresent={null} /> : prejoin(true);
    case 'waiting':
      return <LobbyPage id={id} hostPresent={status.hostPresent} />;
    case 'denied':
      return <DeniedPage onAgain={askAgain} />;
    case 'removed':
      return <RemovedPage mayReturn={status.mayReturn} onAgain={askAgain} />;
    case 'ended':
      return <EndedPage />;
    case 'left':
      return inside ? <LeftPage onRejoin={backToPrejoin} /> : prejoin(false);
    case 'superseded':
      return <SupersededPage />;
    case 'failed':
      if (status.code === 'meeting_ended') return <EndedPage before={!inside} />;
      if (status.code === 'removed') return <RemovedPage mayReturn onAgain={askAgain} />;
      if (REFUSED.has(status.code)) return <RefusedPage failure={status} onAgain={askAgain} />;
      if (inside)
        return <FailedPage failure={status} onAgain={() => void meetingSession.rejoin()} />;
      return status.code === 'meeting_not_found' ? (
        <MeetingMissing text={t.prejoin.missingText(id)} />
      ) : (
        prejoin(false)
      );
    default:
      return <Room id={id} />;
  }
}

/** As in MeetingPage.css. */
const NARROW = '(max-width: 860px)';
/** As there and in the control bar. */
const WIDE = '(min-width: 1180px)';

function Room({ id }: { id: MeetingId }) {
  const t = useStrings();
  const heading = usePageHeading(t.meeting.pageTitle(id));
  const [devicesOpen, setDevicesOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  const [ending, setEnding] = useState(false);
  useWakeLock();
  useDeviceTroubleToasts();
  useNotices();
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
    <div className="room" data-panel={panel ?? undefined}>
      <MeetingInfo inert={covered} />
      <div className="room-notices">
        <KnockNotice />
        <UnmuteNotice />
      </div>
      <main className="room-stage" inert={covered}>
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {t.meeting.pageTitle(id)}
        </h1>
        <Stage covered={covered} />
        <ConnectionBanner />
      </main>
      {panel === 'chat' && <ChatPanel />}
      {panel === 'people' && (
        <PeoplePanel>
          <HostPanel />
        </PeoplePanel>
      )}
      <VoiceNotices onChooseMicrophone={() => setDevicesOpen(true)} />
      <ControlBar
        inert={covered}
        extra={stageControls}
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
