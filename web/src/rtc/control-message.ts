/**
 * What two pages tell each other over the control channel of their transport, beside the server: it is about
 * the media between these two and nobody else's business. A message of a type that is not known is ignored, so
 * that a page may say more than an older one understands.
 */
export type ControlMessage = ViewMessage | HangUpMessage;

/** Whoever sends it has left for good: said here too, so that it is heard while the server is away. */
export interface HangUpMessage {
  type: 'hang_up';
}

/** At which size this side shows the other's pictures. */
export interface ViewMessage {
  type: 'view';
  camera: PictureSize;
  screen_share: PictureSize;
}

interface PictureSize {
  /** Of the whole picture as it is shown, in pixels; the width of an upright one. 0: nobody sees it. */
  height: number;
}

/** In UTF-16 code units, far more than any message has. */
export const MAX_CONTROL_MESSAGE = 4_096;
export const MAX_HEIGHT = 4_320;

export function encodeControlMessage(message: ControlMessage): string {
  return JSON.stringify(message);
}

/** Null for what is no message, or none that is known here. */
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
