/** The browsers of the system: none is downloaded. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Says yes to every question for a device or a screen. */
const ANSWER_YES = '--use-fake-ui-for-media-stream';

/** Chromium's switches. Without `answerYes` a page gets devices only if its context permits them. */
export function chromiumArgs({
  answerYes = true,
  cameras = 1,
  framesPerSecond = 20,
} = {}): string[] {
  return [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--use-fake-device-for-media-stream=device-count=${cameras},fps=${framesPerSecond}`,
    // A machine without a network has only this interface.
    '--allow-loopback-in-peer-connection',
    ...(answerYes ? [ANSWER_YES] : []),
  ];
}
