/** Browsers installed on the system; none is downloaded. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Grants every request for a device or a screen. */
const ANSWER_YES = '--use-fake-ui-for-media-stream';

/** Chromium's features that are off. Chromium reads only the last such switch. */
const FEATURES_OFF = [
  // As Playwright has them: this switch replaces its own.
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
  // The pop-ups of the address bar, which nobody sees. They are two pages for each new context and
  // take 0.7 of the 1.1 CPU-seconds that an empty context costs.
  ...['WebUIOmniboxAimPopup', 'WebUIOmniboxPopup'],
];

/**
 * Chromium's switches. Without `answerYes` a page gets devices only if its context permits them.
 * The fake picker shares `surface`.
 */
export function chromiumArgs({
  answerYes = true,
  cameras = 1,
  framesPerSecond = 5,
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
    `--disable-features=${FEATURES_OFF.join(',')}`,
    `--use-fake-device-for-media-stream=${devices.join(',')}`,
    // Needed on a machine whose only network interface is loopback.
    '--allow-loopback-in-peer-connection',
    ...(answerYes ? [ANSWER_YES] : []),
  ];
}
