// The server under test, on a host of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { io } from 'socket.io-client';

/** Starts `convene` on a host, reached at `address`, and waits until it serves. */
export async function startServer(host, address, flags = [], { command = [], dataDir } = {}) {
  const data = dataDir ?? mkdtempSync(join(tmpdir(), 'convene-'));
  const argv = [
    ...command,
    ...(host ? host.command(process.env.CONVENE_BIN) : [process.env.CONVENE_BIN]),
    ...['--tls', 'self-signed', '--data-dir', data, ...flags],
  ];
  const child = spawn(argv[0], argv.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => {
      log += text;
    });
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const server = {
    url: `https://${address}:3000`,
    host: address,
    data,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended at once:\n${log}`);
    if (/Convene is running/.test(log)) return server;
    if (Date.now() > deadline) throw new Error(`the server did not start:\n${log}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Calls the API and accepts the self-signed certificate. */
export function api(server, method, path, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      new URL(path, server.url),
      { method, rejectUnauthorized: false, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Makes a meeting and returns its id. */
export async function createMeeting(server) {
  const { status, text } = await api(server, 'POST', '/api/v1/meetings', '{}');
  if (status !== 201) throw new Error(`no meeting: ${status} ${text}`);
  return JSON.parse(text).id;
}

/** The value of a metric of the server, by its name and labels as written. */
export async function metric(server, name) {
  const { text } = await api(server, 'GET', '/metrics');
  const line = text.split('\n').find((it) => it.startsWith(`${name} `));
  return line ? Number(line.slice(name.length + 1)) : 0;
}

/** Opens a signaling connection that has not joined yet. */
export async function connectSignaling(server, options = {}) {
  const socket = io(server.url, {
    transports: ['websocket'],
    rejectUnauthorized: false,
    forceNew: true,
    reconnection: false,
    ...options,
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    request: (event, payload = {}) => socket.timeout(10_000).emitWithAck(event, payload),
    close: () => socket.close(),
  };
}

/** Joins a new meeting as a person would, and returns what that person is told of the relay. */
export async function joinForIce(server, options) {
  const meeting_id = await createMeeting(server);
  const signaling = await connectSignaling(server, options);
  const { ok, error } = await signaling.request('join', { meeting_id, name: 'Probe' });
  if (!ok) throw new Error(`not joined: ${JSON.stringify(error)}`);
  const turn = ok.ice.servers.find(({ urls }) => urls.some((url) => url.startsWith('turn:')));
  return { signaling, ice: ok.ice, turn };
}
