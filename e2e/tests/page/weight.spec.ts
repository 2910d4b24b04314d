import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';

import { expect, test } from '../../support/meeting.ts';
import { useServer } from '../../support/server.ts';

// `web/scripts/size.mjs` has the same limits for every build; this file sees what a browser does.

const server = useServer();

interface Load {
  urls: string[];
  /** Bytes of script, gzipped at the best level. */
  script: number;
}

/** Loads a page until it is quiet; all that it asked for. */
async function load(page: Page, url: string): Promise<Load> {
  const scripts: Promise<number>[] = [];
  const urls: string[] = [];
  page.on('request', (request) => urls.push(request.url()));
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    scripts.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  const sizes = await Promise.all(scripts);
  page.removeAllListeners('request');
  page.removeAllListeners('response');
  return { urls, script: sizes.reduce((sum, size) => sum + size, 0) };
}

test('pages load little script in few requests, in one language', async ({ person }) => {
  const { link } = await server().createMeeting();
  const landing = await person('Ana');
  const first = await load(landing.page, server().origin);
  await expect(landing.button('Start meeting')).toBeVisible();
  expect(first.urls.length, first.urls.join('\n')).toBeLessThanOrEqual(12);
  expect(first.script).toBeLessThanOrEqual(90_000);

  const german = await person('Ben', { locale: 'de-DE' });
  const texts = (await load(german.page, server().origin)).urls.filter((url) =>
    /\/(?:de|en)-/.test(url),
  );
  await expect(german.button('Meeting starten')).toBeVisible();
  const inGerman = expect.stringMatching(/\/de-/);
  expect(texts, 'what every page says, and the start page').toEqual([inGerman, inGerman]);

  for (const [name, address] of [
    ['Carla', link],
    ['Dan', `${server().origin}/call`],
  ] as const) {
    const { page } = await person(name);
    const { script, urls } = await load(page, address);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(script, urls.join('\n')).toBeLessThanOrEqual(160_000);
  }
});

test('a page is sent in Brotli to those who take it, under one tag, and to others in gzip', async ({
  person,
}) => {
  const ana = await person('Ana');
  const codings = new Map<string, string | undefined>();
  ana.page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (/\.(?:js|css)$|^\/$/.test(pathname))
      codings.set(pathname, response.headers()['content-encoding']);
  });
  await ana.page.goto(server().origin);
  await expect(ana.button('Start meeting')).toBeVisible();
  expect([...new Set(codings.values())]).toEqual(['br']);
  const [script = ''] = [...codings.keys()].filter((path) => path.endsWith('.js'));
  const ask = async (coding: string, tag?: string) => {
    const headers = { 'accept-encoding': coding, ...(tag && { 'if-none-match': tag }) };
    const { status, headers: got } = await fetch(server().origin + script, { headers });
    return {
      status,
      coding: got.get('content-encoding'),
      vary: got.get('vary'),
      tag: got.get('etag'),
    };
  };
  const brotli = await ask('br, gzip');
  const gzip = await ask('gzip');
  expect(brotli).toMatchObject({ status: 200, coding: 'br', vary: 'accept-encoding' });
  expect(gzip).toMatchObject({ status: 200, coding: 'gzip', vary: 'accept-encoding' });
  expect(gzip.tag).toBe(brotli.tag);
  expect((await ask('identity')).coding).toBeNull();
  expect((await ask('br', brotli.tag ?? '')).status).toBe(304);
});

test('letters of other scripts bring their part of the font, when they are shown', async ({
  person,
}) => {
  const ana = await person('Ana');
  const fonts: string[] = [];
  ana.page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(new URL(request.url()).pathname);
  });
  await ana.page.goto(server().origin, { waitUntil: 'networkidle' });
  expect(fonts).toEqual([expect.stringContaining('figtree-latin-wght')]);
  const field = ana.field('Meeting code or link');
  for (const [text, part] of [
    ['Łódź', 'figtree-latin-ext'],
    ['Ольга', 'manrope-cyrillic-wght'],
    ['Ελένη', 'manrope-greek'],
    ['Nguyễn', 'manrope-vietnamese'],
  ] as const) {
    const before = fonts.length;
    await field.fill(text);
    await expect.poll(() => fonts.slice(before)).toEqual([expect.stringContaining(part)]);
  }
});

test('a slow network: when start page and prejoin can be used', async ({ person }) => {
  const { link } = await server().createMeeting();
  for (const [name, address, button] of [
    ['landing', server().origin, 'Start meeting'],
    ['prejoin', link, 'Join now'],
  ] as const) {
    const { page } = await person('Ana');
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 200_000,
      uploadThroughput: 200_000,
    });
    await page.addInitScript((label) => {
      new MutationObserver((_, observer) => {
        const found = [...document.querySelectorAll('button')].some(
          (one) => one.textContent === label && !one.disabled,
        );
        if (!found) return;
        observer.disconnect();
        // The next frame shows it.
        requestAnimationFrame(() => {
          document.documentElement.dataset.usable = String(Math.round(performance.now()));
        });
      }).observe(document, { childList: true, subtree: true, attributes: true });
    }, button);
    await page.goto(address);
    const usable = page.locator('html');
    await expect(usable).toHaveAttribute('data-usable', /^\d+$/);
    process.stdout.write(
      `${name}: can be used after ${await usable.getAttribute('data-usable')} ms, ` +
        'with 150 ms of latency and 200 kB/s\n',
    );
  }
});

test('a panel that cannot be loaded says so, and opens once it can be', async ({ person }) => {
  const ana = await person('Ana', { devicesOff: true });
  const { link } = await server().createMeeting();
  let blocked = true;
  await ana.page.route('**/assets/{panels,ChatPanel}-*.js', (route) =>
    blocked ? route.abort() : route.continue(),
  );
  await ana.join(link);
  await ana.button('Chat').click();
  await expect(ana.page.getByText('This could not be loaded.')).toBeVisible();
  await expect(ana.ownTile).toBeVisible();
  await expect(ana.button('Chat')).toHaveAttribute('aria-expanded', 'false');
  blocked = false;
  await ana.button('Chat').click();
  await expect(ana.page.getByRole('log', { name: 'Chat messages' })).toBeVisible();
});
