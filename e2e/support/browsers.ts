/** The browsers of the system: none is downloaded. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Says yes to every question for a device or a screen. */
const ANSWER_YES = '--use-fake-ui-for-media-stream';

/**
 * Chromium's switches. Without `answerYes` a page gets devices only if its context permits them. `surface` is
 * what the fake picker chooses to share.
 */
export function chromiumArgs({
  answerYes = true,
  cameras = 1,
  framesPerSecond = 20,
  surface = 'window' as 'browser' | 'monitor' | 'window',
} = {}): string[] {
  const devices = [
    `device-count=${cameras}`,
    `fps=${framesPerSecond}`,
    `display-media-type=${surface}`,
  ];
  return [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--use-fake-device-for-media-stream=${devices.join(',')}`,
    // A machine without a network has only this interface.
    '--allow-loopback-in-peer-connection',
    ...(answerYes ? [ANSWER_YES] : []),
  ];
}
