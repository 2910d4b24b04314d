import { type Page, test } from '@playwright/test';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Server } from './server.ts';
import type { Transport } from './signaling.ts';

/** Event from the server: name and arguments. */
export interface Heard {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends is what is tested.
  args: any[];
}

/** Client of another system: the official Socket.IO client in a dialect's namespace. */
export class Guest {
  readonly socket: Socket;
  /** Events that the test has not consumed yet, in order of arrival. */
  readonly heard: Heard[] = [];
  #woken: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.onAny((event: string, ...args: unknown[]) => {
      this.heard.push({ event, args });
      this.#woken();
    });
  }

  static connect(
    origin: string,
    dialect: string,
    transport: Transport = 'websocket',
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<Guest> {
    const guest = new Guest(
      io(`${origin}/${dialect}`, {
        transports: [transport],
        reconnection: false,
        forceNew: true,
        ...options,
      }),
    );
    return new Promise((resolve, reject) => {
      const refused = (error: Error) => {
        guest.socket.disconnect();
        reject(error);
      };
      guest.socket.once('connect_error', refused);
      guest.socket.once('connect', () => {
        // A later error belongs to a reconnect attempt: the client keeps trying, so the test must
        // not fail.
        guest.socket.off('connect_error', refused);
        resolve(guest);
      });
    });
  }

  get id(): string {
    if (guestIsAway(this.socket)) throw new Error('not connected');
    return this.socket.id as string;
  }

  emit(event: string, ...args: unknown[]): void {
    this.socket.emit(event, ...args);
  }

  /** Consumes the next event of that name and returns its first argument. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends is what is tested.
  async next(event: string, timeout = 10_000): Promise<any> {
    const until = Date.now() + timeout;
    for (;;) {
      const at = this.heard.findIndex((heard) => heard.event === event);
      if (at >= 0) return this.heard.splice(at, 1)[0]?.args[0];
      const left = until - Date.now();
      if (left <= 0) {
        throw new Error(`no ${event} came, but ${JSON.stringify(this.heard)}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#woken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Names of the events that the test has not consumed. */
  get rest(): string[] {
    return this.heard.map((heard) => heard.event);
  }

  /** Resolves when the server has closed this connection. */
  closed(): Promise<void> {
    if (!this.socket.connected) return Promise.resolve();
    return new Promise((resolve) => this.socket.once('disconnect', () => resolve()));
  }

  /** Waits until all earlier events have arrived: the server answers in order. */
  async settled(): Promise<void> {
    await this.socket.timeout(10_000).emitWithAck('no-such-event');
    const at = this.heard.findIndex((heard) => heard.event === 'error');
    if (at >= 0) this.heard.splice(at, 1);
  }

  close(): void {
    this.socket.disconnect();
  }
}

const guestIsAway = (socket: Socket) => socket.id === undefined;

/** Frames shown by each remote video of a plain page that is playing. */
export function frames(page: Page): Promise<number[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLVideoElement>('#remote, #remotes video')]
      .filter((video) => video.videoWidth > 0)
      .map((video) => video.getVideoPlaybackQuality().totalVideoFrames),
  );
}

let rooms = 0;
/** A room that no other test uses. */
export const newRoom = (): string => `room ${++rooms} <b>ä</b>`;

export const OFFER = { type: 'offer', sdp: 'v=0\r\n' };
export const ANSWER = { type: 'answer', sdp: 'v=0\r\n' };
export const CANDIDATE = {
  candidate: 'candidate:1 1 udp 1 192.0.2.1 1 typ host',
  sdpMid: '0',
  sdpMLineIndex: 0,
};

/** Guests of a test, disconnected after it; `over` chooses their transport. */
export function useGuests(server: () => Server): {
  guest(dialect: string): Promise<Guest>;
  over(transport: Transport): void;
  /** Connected guests. A test that connects one by itself adds it here. */
  guests: Guest[];
} {
  const guests: Guest[] = [];
  let transport: Transport = 'websocket';
  test.afterEach(() => {
    for (const each of guests.splice(0)) each.close();
  });
  return {
    guests,
    guest: async (dialect) => {
      const connected = await Guest.connect(server().origin, dialect, transport);
      guests.push(connected);
      return connected;
    },
    over: (next) => {
      transport = next;
    },
  };
}
