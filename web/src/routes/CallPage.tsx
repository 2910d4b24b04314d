import { useEffect, useState } from 'react';

import { CallHome } from '../features/call/CallHome';
import { CallInfo } from '../features/call/CallInfo';
import { FirstPicture } from '../features/call/FirstPicture';
import { IncomingCall } from '../features/call/IncomingCall';
import { RingingNotice, RingingOut } from '../features/call/RingingOut';
import { useCallEndings } from '../features/call/useCallEndings';
import { useCallEntry } from '../features/call/useCallEntry';
import { useDirectChatParty } from '../features/call/useDirectChatParty';
import { useDirectNotices } from '../features/call/useDirectNotices';
import { useNamesInCall } from '../features/call/useNamesInCall';
import { isActive } from '../lib/own-calls';
import { everybody } from '../lib/roster';
import type { MeetingId } from '../protocol/protocol.gen';
import { calls } from '../session/calls';
import { onNotificationPress, sayRings } from '../session/calls/ring';
import { useCalls } from '../stores/calls';
import { useGivenNames } from '../stores/given-names';
import { closePanel } from '../stores/panel';
import { useRoom } from '../stores/room';
import { strings, useStrings } from '../strings';
import { part } from '../widgets/part';

// Loaded when a call begins to ring, or when they are first shown.
const Room = part(async () => ({ default: (await import('./Room')).Room }), 'entry', 'room');
const AddPersonDialog = part(async () => ({
  default: (await import('../features/call/AddPersonDialog')).AddPersonDialog,
}));
const DirectDialog = part(
  async () => ({ default: (await import('../features/call/DirectDialog')).DirectDialog }),
  'room',
);
const CallChat = part(
  async () => ({ default: (await import('../features/call/CallChat')).CallChat }),
  'room',
);

/** `/call` */
export default function CallPage() {
  const room = useCalls((state) => state.room);
  const { entered, pictured, onSeen, onDone } = useCallEntry();
  const active = useCalls(({ calls: all }) => all.find(isActive));
  const direct = useCalls((state) => state.direct !== null);
  const busy = useCalls(({ calls: all }) =>
    all.some((call) => isActive(call) || call.phase === 'ringing_in'),
  );
  useCallEndings();
  useDirectNotices();

  useEffect(() => {
    if (busy) Room.prepare();
  }, [busy]);

  useEffect(() => {
    sayRings((name) => {
      const t = strings();
      return {
        title: t.calls.incoming(name),
        answer: t.calls.answer,
        decline: t.calls.decline,
      };
    });
    calls.open();
    const quiet = onNotificationPress((press, call) => {
      if (press === 'answer') void calls.answer(call);
      if (press === 'decline') calls.decline(call);
    });
    return () => {
      quiet();
      // Leaving the page hangs up.
      calls.close();
    };
  }, []);

  return (
    <>
      {pictured && (
        <FirstPicture
          // The picture and the ringing of a call are siblings, so each has a key of its own.
          key={`picture ${pictured.id}`}
          call={pictured}
          entered={entered !== null}
          onSeen={onSeen}
          onDone={onDone}
        />
      )}
      {entered !== null ? (
        <InCall id={entered} />
      ) : active ? (
        <RingingOut key={active.id} call={active} />
      ) : (
        <CallHome />
      )}
      {room === null && direct && <DirectDialog onCancel={() => calls.closeDirect()} />}
      <IncomingCall />
    </>
  );
}

/** The room of a call. */
function InCall({ id }: { id: MeetingId }) {
  const t = useStrings();
  const [adding, setAdding] = useState(false);
  useNamesInCall();
  const given = useGivenNames();
  const names = useRoom(({ roster, selfId }) =>
    everybody(roster)
      .filter((one) => one.id !== selfId)
      .map((one) => given[one.id] ?? one.name)
      .join('\n'),
  );
  const pair = useDirectChatParty();
  const unread = useCalls(
    (state) => state.unread.find(({ party }) => party.id === pair?.id)?.count,
  );
  const title = t.calls.inCallTitle(names === '' ? [] : names.split('\n'));
  return (
    <>
      <Room
        id={id}
        call={{
          title,
          onHangUp: () => calls.hangUp(),
          onAddPerson: () => setAdding(true),
          info: <CallInfo title={title} />,
          alone: <p className="call-alone">{t.calls.onTheWay}</p>,
          notices: <RingingNotice />,
          chat: pair && <CallChat party={pair} onCancel={closePanel} />,
          unread: pair ? (unread ?? 0) : undefined,
        }}
      />
      {adding && (
        <AddPersonDialog onCancel={() => setAdding(false)} onClose={() => setAdding(false)} />
      )}
    </>
  );
}
