import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

import type {
  Ack,
  ErrorBody,
  JoinReply,
  MediaState,
  ParticipantId,
} from '../../web/src/protocol/protocol.gen.ts';

export type Transport = 'websocket' | 'polling';

export type Joined = Extract<JoinReply, { status: 'joined' }>;
export type Resumed = Extract<JoinReply, { status: 'resumed' }>;

/** Event from the server. */
export interface Received {
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends is what is tested.
  payload: any;
  seq: number | undefined;
}

export const SILENT: MediaState = {
  microphone: false,
  camera: false,
  screen_share: false,
  screen_share_audio: false,
};

/** The official Socket.IO client, without our client's additions. */
export class Client {
  readonly socket: Socket;
  /** All events, in order of arrival. */
  readonly events: Received[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((name: string, payload: unknown, seq?: number) => {
      this.events.push({ name, payload, seq });
    });
  }

  /** Connects, or throws the server's error. */
  static connect(
    origin: string,
    transport: Transport = 'websocket',
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<Client> {
    const client = new Client(
      io(origin, { transports: [transport], reconnection: false, forceNew: true, ...options }),
    );
    return new Promise((resolve, reject) => {
      client.socket.once('connect', () => resolve(client));
      client.socket.once('connect_error', (error) => {
        client.socket.disconnect();
        reject(error);
      });
    });
  }

  /** Sends a request and returns its acknowledgement. */
  request<T>(event: string, ...payload: unknown[]): Promise<Ack<T>> {
    return this.socket.timeout(15_000).emitWithAck(event, ...payload) as Promise<Ack<T>>;
  }

  /** The result of a request that must not fail. */
  async ok<T>(event: string, ...payload: unknown[]): Promise<T> {
    const ack = await this.request<T>(event, ...payload);
    if ('error' in ack) throw new Error(`${event}: ${ack.error.code}: ${ack.error.message}`);
    return ack.ok;
  }

  /** The error of a request that must fail. */
  async error(event: string, ...payload: unknown[]): Promise<ErrorBody> {
    const ack = await this.request(event, ...payload);
    if ('ok' in ack) throw new Error(`${event} was done: ${JSON.stringify(ack.ok)}`);
    return ack.error;
  }

  /** `more`: further fields, such as a token or media. */
  join(meetingId: string, name = 'Ana', more: object = {}): Promise<Joined> {
    return this.ok<Joined>('join', { meeting_id: meetingId, name, media: SILENT, ...more });
  }

  /** Events of this name so far. */
  named(name: string): Received[] {
    return this.events.filter((event) => event.name === name);
  }

  close(): void {
    this.socket.disconnect();
  }

  /** Drops the connection like a lost network: without a closing packet. */
  drop(): void {
    this.socket.io.engine.transport.close();
    this.socket.io.engine.close();
  }
}

/** A signal that carries a number. */
export function numbered(to: ParticipantId, number: number): object {
  return { to, signal: { type: 'candidate', candidate: `candidate:${number}` } };
}
