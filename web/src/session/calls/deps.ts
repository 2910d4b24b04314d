import type { OwnCall } from '../../lib/own-calls';
import type { Identity } from '../../rtc/calls-client';
import type { OpenSocket } from '../../rtc/signaling-socket';
import type { RoomState } from '../../stores/room';
import type { DeviceManager, MeetingSession } from '../api';
import type { CallsSink } from './history';

/** What calls are made of. */
export interface CallsDeps {
  sink: CallsSink;
  meeting: Pick<MeetingSession, 'enterCall' | 'hangUp' | 'handleSignal'>;
  devices: DeviceManager;
  /** The room one is in, as its store has it. */
  room: { get(): RoomState; subscribe(listener: () => void): () => void };
  identity: Identity;
  openSocket: OpenSocket;
  /** Whether devices may be started without asking. */
  mayCapture(): Promise<boolean>;
  /** Lets be heard and seen what rings. */
  ring(calls: readonly OwnCall[]): void;
}
