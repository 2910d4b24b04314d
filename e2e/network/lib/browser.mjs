// People: a Chromium on a host, in a meeting, and what its transports measure.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** For a browser that takes the self-signed certificate where WebRTC meets it too, not only for the page. */
export const TRUSTING = '--ignore-certificate-errors';

/** Opens a browser on a host and joins the meeting with it. */
export async function joinMeeting(host, server, meeting, name, flags = []) {
  const wrapper = join(mkdtempSync(join(tmpdir(), 'browser-')), 'chromium');
  const command = host.command(process.env.CHROMIUM).join(' ');
  writeFileSync(wrapper, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(wrapper, 0o755);
  const browser = await chromium.launch({ executablePath: wrapper, args: [...FLAGS, ...flags] });
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 800, height: 600 },
  });
  await context.addInitScript(watchTransports);
  const page = await context.newPage();
  await page.goto(`${server.url}/m/${meeting}`);
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join now' }).click();
  await page.getByRole('group', { name: `${name} (you)`, exact: true }).waitFor();
  return { name, page, close: () => browser.close() };
}

/** Runs in the page, before its own scripts. */
function watchTransports() {
  const all = [];
  window.transports = all;
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      all.push(this);
    }
  };
}

/**
 * What has arrived on all transports so far: samples of sound and how many of them were made up,
 * and of each picture its frames and lines.
 */
export function received({ page }) {
  return page.evaluate(async () => {
    const out = { samples: 0, concealed: 0, pictures: [] };
    for (const pc of window.transports) {
      if (pc.connectionState === 'closed') continue;
      for (const it of (await pc.getStats()).values()) {
        if (it.type !== 'inbound-rtp') continue;
        if (it.kind === 'audio') {
          out.samples += it.totalSamplesReceived ?? 0;
          out.concealed += (it.concealedSamples ?? 0) - (it.silentConcealedSamples ?? 0);
        } else if (it.framesDecoded > 0) {
          out.pictures.push({ id: it.id, frames: it.framesDecoded, lines: it.frameHeight });
        }
      }
    }
    return out;
  });
}

/** What one person's transport does now: the pair of candidates in use and what has arrived. */
export function measure({ page }) {
  return page.evaluate(async () => {
    const transports = window.transports.filter((pc) => pc.connectionState !== 'closed');
    const last = transports.at(-1);
    const out = { made: window.transports.length, state: last?.connectionState ?? 'none' };
    out.frames = 0;
    out.audioBytes = 0;
    const stats = new Map(last ? [...(await last.getStats())] : []);
    for (const it of stats.values()) {
      if (it.type === 'inbound-rtp' && it.kind === 'video') out.frames += it.framesDecoded ?? 0;
      if (it.type === 'inbound-rtp' && it.kind === 'audio') out.audioBytes += it.bytesReceived ?? 0;
      if (it.type === 'transport' && it.selectedCandidatePairId) {
        const pair = stats.get(it.selectedCandidatePairId);
        const local = stats.get(pair?.localCandidateId);
        const remote = stats.get(pair?.remoteCandidateId);
        out.path = {
          local: local?.candidateType,
          remote: remote?.candidateType,
          protocol: local?.protocol,
          relayProtocol: local?.relayProtocol ?? null,
          localAddress: local?.address,
          remoteAddress: remote?.address,
          roundTrip: pair?.currentRoundTripTime,
        };
      }
    }
    return out;
  });
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until video and audio arrive, and keep arriving, at each person. */
export async function mediaFlows(people, { within = 30_000 } = {}) {
  const started = Date.now();
  let before = [];
  for (;;) {
    before = await Promise.all(people.map(measure));
    if (before.every(({ frames, audioBytes }) => frames > 0 && audioBytes > 0)) break;
    if (Date.now() - started > within) {
      throw new Error(`no media within ${within / 1000} s: ${JSON.stringify(before)}`);
    }
    await sleep(200);
  }
  const seconds = (Date.now() - started) / 1000;
  await sleep(2_000);
  const after = await Promise.all(people.map(measure));
  const flows = people.map(({ name }, index) => ({
    name,
    framesPerSecond: (after[index].frames - before[index].frames) / 2,
    audioBytesPerSecond: (after[index].audioBytes - before[index].audioBytes) / 2,
    path: after[index].path,
  }));
  for (const flow of flows) {
    if (flow.framesPerSecond < 2 || flow.audioBytesPerSecond < 500) {
      throw new Error(`media does not go on: ${JSON.stringify(flows)}`);
    }
  }
  return { seconds, flows };
}

/** One line for the log. */
export function describe({ seconds, flows }) {
  const words = flows.map(({ name, framesPerSecond, audioBytesPerSecond, path }) => {
    const way = `${path.local}→${path.remote}${path.relayProtocol ? ` by ${path.relayProtocol}` : ''}`;
    return `${name}: ${way}, ${framesPerSecond} fps, ${audioBytesPerSecond} B/s audio`;
  });
  return `media after ${seconds.toFixed(1)} s; ${words.join('; ')}`;
}

/**
 * Waits until video and audio have stopped and returned at each person. Returns each person's
 * outage in seconds: the longer one of video and audio.
 */
export async function outage(people, { within = 60_000, gap = 1_000 } = {}) {
  const started = Date.now();
  const seen = people.map(() => ({}));
  for (;;) {
    const now = Date.now();
    const samples = await Promise.all(people.map(measure));
    samples.forEach((sample, index) => {
      for (const what of ['frames', 'audioBytes']) {
        seen[index][what] ??= { value: sample[what], at: now, longest: 0, back: 0 };
        const it = seen[index][what];
        if (sample[what] === it.value) continue;
        const silent = now - it.at;
        if (silent > Math.max(gap, it.longest)) Object.assign(it, { longest: silent, back: now });
        Object.assign(it, { value: sample[what], at: now });
      }
    });
    const all = seen.flatMap(({ frames, audioBytes }) => [frames, audioBytes]);
    // Media has returned and stays.
    if (all.every(({ back, at }) => back > 0 && now - back > 3_000 && now - at < gap)) {
      return seen.map(({ frames, audioBytes }, index) => ({
        name: people[index].name,
        seconds: Math.max(frames.longest, audioBytes.longest) / 1000,
      }));
    }
    if (now - started > within) {
      throw new Error(`not back within ${within / 1000} s: ${JSON.stringify({ seen, samples })}`);
    }
    await sleep(100);
  }
}
