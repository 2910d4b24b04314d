import { useEffect, useState } from 'react';

import { AddPersonDialog } from '../features/call/AddPersonDialog';
import { CallChat } from '../features/call/CallChat';
import { CallHome } from '../features/call/CallHome';
import { CallInfo } from '../features/call/CallInfo';
import { DirectDialog } from '../features/call/DirectDialog';
import { FirstPicture } from '../features/call/FirstPicture';
import { IncomingCall } from '../features/call/IncomingCall';
import { RingingNotice, RingingOut } from '../features/call/RingingOut';
import { useCallEndings } from '../features/call/useCallEndings';
import { useCallEntry } from '../features/call/useCallEntry';
import { useDirectChatParty } from '../features/call/useDirectChatParty';
import { useDirectNotices } from '../features/call/useDirectNotices';
import { isActive } from '../lib/own-calls';
import type { MeetingId } from '../protocol/protocol.gen';
import { calls } from '../session/calls';
import { onNotificationPress, sayRings } from '../session/calls/ring';
import { useCalls } from '../stores/calls';
import { useRoom } from '../stores/room';
import { strings, useStrings } from '../strings';
import { Room } from './Room';

/** `/call` */
export default function CallPage() {
  const room = useCalls((state) => state.room);
  const { entered, pictured, onSeen, onDone } = useCallEntry();
  const active = useCalls(({ calls: all }) => all.find(isActive));
  useCallEndings();
  useDirectNotices();

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
          key={pictured.id}
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
      {room === null && <DirectDialog />}
      <IncomingCall />
    </>
  );
}

/** The room of a call. */
function InCall({ id }: { id: MeetingId }) {
  const t = useStrings();
  const [adding, setAdding] = useState(false);
  const names = useRoom(({ participants, selfId }) =>
    participants
      .filter((one) => one.id !== selfId)
      .map(({ name }) => name)
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
          info: (inert) => <CallInfo title={title} inert={inert} />,
          alone: <p className="call-alone">{t.calls.onTheWay}</p>,
          notices: <RingingNotice />,
          chat: pair && <CallChat party={pair} />,
          unread: pair ? (unread ?? 0) : undefined,
        }}
      />
      {adding && <AddPersonDialog onClose={() => setAdding(false)} />}
    </>
  );
}
