import './MeetingPage.css';

import { useEffect, useMemo, useState } from 'react';
import { Redirect } from 'wouter';

import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { useNotices } from '../features/notices/useNotices';
import { PeoplePanel } from '../features/people/PeoplePanel';
import { MeetingMissing, PrejoinPage } from '../features/prejoin/PrejoinPage';
import { DevicesDialog } from '../features/settings/DevicesDialog';
import { ShortcutsDialog } from '../features/settings/ShortcutsDialog';
import { Stage } from '../features/stage/Stage';
import { ConnectionBanner } from '../features/status/ConnectionBanner';
import {
  DeniedPage,
  EndedPage,
  FailedPage,
  LeftPage,
  RemovedPage,
  SupersededPage,
  WaitingPage,
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

function Meeting({ id }: { id: MeetingId }) {
  const t = useStrings();
  // The store outlives this page: what it says counts only once one has asked to join from here.
  const [asked, setAsked] = useState(false);
  const [inside, setInside] = useState(false);
  const status = useRoom((state) => state.status);
  if (asked && !inside && status.kind === 'joined') setInside(true);

  // Going elsewhere is leaving, and turns the devices off.
  useEffect(() => () => meetingSession.leave(), []);

  const join = (name: string) => {
    setAsked(true);
    void meetingSession.join(id, name);
  };
  const prejoin = (joining: boolean, failure: string | null) => (
    <PrejoinPage id={id} joining={joining} failure={failure} onJoin={join} />
  );
  const rejoin = () => {
    setAsked(false);
    setInside(false);
  };

  if (!asked) return prejoin(false, null);
  switch (status.kind) {
    case 'idle':
    case 'joining':
      return inside ? <Room id={id} /> : prejoin(true, null);
    case 'waiting':
      return <WaitingPage id={id} hostPresent={status.hostPresent} />;
    case 'denied':
      return <DeniedPage />;
    case 'removed':
      return <RemovedPage mayReturn={status.mayReturn} />;
    case 'ended':
      return <EndedPage />;
    case 'left':
      return inside ? <LeftPage onRejoin={rejoin} /> : prejoin(false, null);
    case 'superseded':
      return <SupersededPage />;
    case 'failed':
      if (inside) return <FailedPage code={status.code} />;
      if (status.code === 'meeting_ended') return <EndedPage />;
      return status.code === 'meeting_not_found' ? (
        <MeetingMissing text={t.prejoin.missingText(id)} />
      ) : (
        prejoin(false, failureText(status.code))
      );
    default:
      return <Room id={id} />;
  }
}

/** As in MeetingPage.css. */
const NARROW = '(max-width: 860px)';

function Room({ id }: { id: MeetingId }) {
  const t = useStrings();
  const heading = usePageHeading(t.meeting.pageTitle(id));
  const [devicesOpen, setDevicesOpen] = useState(false);
  const [shortcutsOpen, setShortcutsOpen] = useState(false);
  useWakeLock();
  useDeviceTroubleToasts();
  useNotices();
  useShortcuts(useMemo(() => ({ showShortcuts: () => setShortcutsOpen(true) }), []));
  useTalkKey();
  const panel = usePanel((state) => state.open);
  // On a narrow page a panel lies over the rest, which nobody must tab into unseen.
  const covered = useMediaQuery(NARROW) && panel !== null;
  useEffect(() => closePanel, []);
  return (
    <div className="room" data-panel={panel ?? undefined}>
      <MeetingInfo inert={covered} />
      <main className="room-stage" inert={covered}>
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {t.meeting.pageTitle(id)}
        </h1>
        <Stage />
        <ConnectionBanner />
      </main>
      {panel === 'chat' && <ChatPanel />}
      {panel === 'people' && <PeoplePanel />}
      <VoiceNotices onChooseMicrophone={() => setDevicesOpen(true)} />
      <ControlBar inert={covered} onOpenDevices={() => setDevicesOpen(true)} />
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
