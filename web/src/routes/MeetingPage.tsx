import './MeetingPage.css';

import { useEffect, useState } from 'react';
import { Redirect } from 'wouter';

import { ChatPanel } from '../features/chat/ChatPanel';
import { ControlBar } from '../features/controls/ControlBar';
import { MeetingInfo } from '../features/controls/MeetingInfo';
import { useNotices } from '../features/notices/useNotices';
import { PeoplePanel } from '../features/people/PeoplePanel';
import { MeetingMissing, PrejoinPage } from '../features/prejoin/PrejoinPage';
import { DevicesDialog } from '../features/settings/DevicesDialog';
import { WholeScreenDialog } from '../features/share/WholeScreenDialog';
import { Stage } from '../features/stage/Stage';
import { StageControls } from '../features/stage/StageControls';
import { useStageControls } from '../features/stage/useStageControls';
import { ConnectionBanner } from '../features/status/ConnectionBanner';
import { FailedPage, LeftPage, SupersededPage } from '../features/status/StatusPages';
import { failureText } from '../features/status/words';
import { parseMeetingCode } from '../lib/meeting-code';
import type { MeetingId } from '../rtc/protocol.gen';
import { meetingSession } from '../session';
import { closePanel, usePanel } from '../stores/panel';
import { useRoom } from '../stores/room';
import { t } from '../strings';
import { usePageHeading } from '../ui/Page';
import { useMediaQuery } from '../ui/useMediaQuery';
import { useDeviceTroubleToasts } from './useDeviceTroubleToasts';
import { useShortcuts } from './useShortcuts';
import { useWakeLock } from './useWakeLock';

/** `/m/{code}`: from the look in the mirror to the goodbye. */
export default function MeetingPage({ code }: { code: string }) {
  const id = parseMeetingCode(code);
  if (!id) return <MeetingMissing text={t.prejoin.malformedText(code)} />;
  // One spelling in the address bar, since that is what people copy.
  if (id !== code) return <Redirect to={`/m/${id}`} replace />;
  return <Meeting id={id} />;
}

function Meeting({ id }: { id: MeetingId }) {
  // The store outlives this page: what it says counts only once one has asked to join from here.
  const [stage, setStage] = useState<'prejoin' | 'asked' | 'inside'>('prejoin');
  const status = useRoom((state) => state.status);

  // Going elsewhere is leaving, and turns the devices off.
  useEffect(() => () => meetingSession.leave(), []);

  const join = async (name: string) => {
    setStage('asked');
    await meetingSession.join(id, name);
    const { kind } = useRoom.getState().status;
    if (kind === 'joined' || kind === 'reconnecting') setStage('inside');
  };

  if (stage !== 'inside') {
    const asked = stage === 'asked';
    if (asked && status.kind === 'failed' && status.code === 'meeting_not_found') {
      return <MeetingMissing text={t.prejoin.missingText(id)} />;
    }
    return (
      <PrejoinPage
        id={id}
        joining={asked && status.kind === 'joining'}
        failure={asked && status.kind === 'failed' ? failureText(status.code) : null}
        onJoin={(name) => void join(name)}
      />
    );
  }
  switch (status.kind) {
    case 'left':
      return <LeftPage onRejoin={() => setStage('prejoin')} />;
    case 'superseded':
      return <SupersededPage />;
    case 'failed':
      return <FailedPage code={status.code} />;
    default:
      return <Room id={id} />;
  }
}

/** As in MeetingPage.css. */
const NARROW = '(max-width: 860px)';
/** As there and in the control bar. */
const WIDE = '(min-width: 1180px)';

function Room({ id }: { id: MeetingId }) {
  const heading = usePageHeading(t.meeting.pageTitle(id));
  const [devicesOpen, setDevicesOpen] = useState(false);
  useWakeLock();
  useDeviceTroubleToasts();
  useNotices();
  useShortcuts();
  const panel = usePanel((state) => state.open);
  // On a narrow page a panel lies over the rest, which nobody must tab into unseen.
  const covered = useMediaQuery(NARROW) && panel !== null;
  const wide = useMediaQuery(WIDE);
  const stageControls = useStageControls();
  useEffect(() => closePanel, []);
  return (
    <div className="room" data-panel={panel ?? undefined}>
      <MeetingInfo inert={covered} />
      <main className="room-stage" inert={covered}>
        <h1 ref={heading} tabIndex={-1} className="visually-hidden">
          {t.meeting.pageTitle(id)}
        </h1>
        <Stage covered={covered} />
        <ConnectionBanner />
      </main>
      {panel === 'chat' && <ChatPanel />}
      {panel === 'people' && <PeoplePanel />}
      <ControlBar
        inert={covered}
        extra={stageControls}
        onOpenDevices={() => setDevicesOpen(true)}
      />
      {wide && <StageControls controls={stageControls} inert={covered} />}
      <WholeScreenDialog />
      {devicesOpen && <DevicesDialog onClose={() => setDevicesOpen(false)} />}
    </div>
  );
}
