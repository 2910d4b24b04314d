// Shows nothing and caches nothing: it is there so that a notification of a call can have buttons, and tells the
// page which one was pressed.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('notificationclick', (event) => {
  const { action, notification } = event;
  notification.close();
  const press = action === 'answer' || action === 'decline' ? action : 'open';
  event.waitUntil(tell(press, notification.data?.call));
});

async function tell(press, call) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Also of somebody's id, from whose link it was opened.
  const page = windows.find(({ url }) => /^\/call(\/|$)/.test(new URL(url).pathname));
  if (!page) return;
  if (press !== 'decline') await page.focus().catch(() => {});
  page.postMessage({ type: 'call_press', press, call });
}
