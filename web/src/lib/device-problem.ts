/** Why a device does not work. The interface has a text and advice for each. */
export type DeviceProblem =
  /** The person or a policy refused permission. */
  | 'refused'
  /** There is no such device. */
  | 'not_found'
  /** Another program uses it. */
  | 'in_use'
  /** The page is not on HTTPS or localhost, so the browser offers no devices. */
  | 'insecure'
  /** The device was unplugged or stopped by itself. */
  | 'ended'
  /** The system holds it back, for a telephone call or by a privacy switch. */
  | 'interrupted'
  | 'unknown';

/** Classifies an error of `getUserMedia` or `getDisplayMedia`. */
export function deviceProblem(error: unknown): DeviceProblem {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'not_found';
    case 'NotReadableError':
    case 'AbortError':
      return 'in_use';
    default:
      return 'unknown';
  }
}

/**
 * True if the browser bars the page from devices of this kind. It then lists none, though some may
 * exist.
 */
export function isBarred(problem: DeviceProblem | null): boolean {
  return problem === 'refused' || problem === 'insecure';
}
