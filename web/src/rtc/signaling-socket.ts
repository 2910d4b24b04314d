import { io } from 'socket.io-client';

/** The subset of a Socket.IO client socket that signaling uses. Tests substitute their own. */
export interface SignalingSocket {
  on(event: string, listener: (...args: never[]) => void): unknown;
  off(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  disconnect(): unknown;
}

/** Opens a socket for one attempt. It must not reconnect by itself: `Reconnector` does that. */
export interface OpenSocket {
  (attempt: number): SignalingSocket;
  /**
   * True if the socket is a share of a connection that another class keeps. It waits for that
   * connection, so its user neither times out nor backs off.
   */
  readonly isShared?: boolean;
}

/**
 * Tries WebSocket first, and polling if that is refused. Some proxies swallow the upgrade instead
 * of refusing it, and then no error triggers the fallback. Every second attempt therefore starts
 * with polling and upgrades when it can.
 */
export const openSocket: OpenSocket = (attempt) =>
  io({
    path: '/socket.io/',
    transports: attempt % 2 === 0 ? ['websocket', 'polling'] : ['polling', 'websocket'],
    tryAllTransports: true,
    reconnection: false,
    forceNew: true,
  }) as SignalingSocket;
