/**
 * Messages that two pages exchange over the control channel of their transport, past the server.
 * They concern only the media between these two. Unknown types are ignored, so newer pages may send
 * more.
 */
export type ControlMessage = ViewMessage | HangUpMessage;

/** The sender hung up. Pages say so directly too, so that it arrives while the server is away. */
export interface HangUpMessage {
  type: 'hang_up';
}

/** The size at which the sender shows the receiver's pictures. */
export interface ViewMessage {
  type: 'view';
  camera: PictureSize;
  screen_share: PictureSize;
}

interface PictureSize {
  /**
   * Size of the whole picture as shown, in pixels; the width if it is upright. 0: nobody sees it.
   */
  height: number;
}

/** Limit in UTF-16 code units, far above any message. */
export const MAX_CONTROL_MESSAGE = 4_096;
export const MAX_HEIGHT = 4_320;

export function encodeControlMessage(message: ControlMessage): string {
  return JSON.stringify(message);
}

/** Parses a message; null for an invalid one or an unknown type. */
export function parseControlMessage(data: unknown): ControlMessage | null {
  if (typeof data !== 'string' || data.length > MAX_CONTROL_MESSAGE) return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  switch (value.type) {
    case 'view':
      return parseView(value);
    case 'hang_up':
      return { type: 'hang_up' };
    default:
      return null;
  }
}

function parseView({ camera, screen_share }: Record<string, unknown>): ViewMessage | null {
  const face = parseSize(camera);
  const screen = parseSize(screen_share);
  return face && screen && { type: 'view', camera: face, screen_share: screen };
}

function parseSize(value: unknown): PictureSize | null {
  if (!isObject(value)) return null;
  const { height } = value;
  if (typeof height !== 'number' || !Number.isInteger(height)) return null;
  return height >= 0 && height <= MAX_HEIGHT ? { height } : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
