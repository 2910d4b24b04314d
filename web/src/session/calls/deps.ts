import type { OwnCall } from '../../lib/own-calls';
import type { Identity } from '../../rtc/calls-client';
import type { OpenSocket } from '../../rtc/signaling-socket';
import type { RoomState } from '../../stores/room';
import type { DeviceManager, MeetingSession } from '../api';
import type { CallsSink } from './history';

/** Dependencies of calls; tests substitute their own. */
export interface CallsDeps {
  sink: CallsSink;
  meeting: Pick<MeetingSession, 'enterCall' | 'hangUp' | 'handleSignal'>;
  devices: DeviceManager;
  /** State of the current room. */
  room: { get(): RoomState; subscribe(listener: () => void): () => void };
  identity: Identity;
  openSocket: OpenSocket;
  /** True if the browser starts devices without asking. */
  mayCapture(): Promise<boolean>;
  /** Rings and shows the ringing calls. */
  ring(calls: readonly OwnCall[]): void;
}
