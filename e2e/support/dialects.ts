import { type Page, test } from '@playwright/test';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import type { Server } from './server.ts';
import type { Transport } from './signaling.ts';

/** An event from the server: its name and all its arguments. */
export interface Heard {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server sends is what is tested.
  args: any[];
}

/** A client of another system: the official Socket.IO client in a dialect's namespace. */
export class Guest {
  readonly socket: Socket;
  /** All events that nobody has asked for yet, in the order in which they came. */
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
      guest.socket.once('connect', () => resolve(guest));
      guest.socket.once('connect_error', (error) => {
        guest.socket.disconnect();
        reject(error);
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

  /** The first argument of the next event of that name, which is then no longer among those heard. */
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

  /** The names of what has been heard and not asked for. */
  get rest(): string[] {
    return this.heard.map((heard) => heard.event);
  }

  /** Resolves when the server has closed this connection. */
  closed(): Promise<void> {
    if (!this.socket.connected) return Promise.resolve();
    return new Promise((resolve) => this.socket.once('disconnect', () => resolve()));
  }

  /** Hears of all that was sent before: the server answers in order. */
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

/** How many frames each remote video of a plain page has shown; those that play alone. */
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
};

/** Guests of a test, who are gone after it; `over` says by which transport they come. */
export function useGuests(server: () => Server): {
  guest(dialect: string): Promise<Guest>;
  over(transport: Transport): void;
  /** Those that are there; whom a test connects by itself belongs among them. */
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
