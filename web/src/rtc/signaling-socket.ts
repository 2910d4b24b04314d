import { io } from 'socket.io-client';

/** The part of a Socket.IO client socket that signaling uses; tests put their own in its place. */
export interface SignalingSocket {
  on(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(): unknown;
}

/** Opens a socket for one try. It must not reconnect by itself: that is the signaling client's. */
export type OpenSocket = (attempt: number) => SignalingSocket;

/**
 * WebSocket first and polling where that is refused. Where it hangs instead (some proxies swallow
 * the upgrade), no error comes to fall back on, so every other try starts with polling, which
 * upgrades when it can.
 */
export const openSocket: OpenSocket = (attempt) =>
  io({
    path: '/socket.io/',
    transports: attempt % 2 === 0 ? ['websocket', 'polling'] : ['polling', 'websocket'],
    tryAllTransports: true,
    reconnection: false,
    forceNew: true,
  });
