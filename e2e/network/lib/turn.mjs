// A TURN client (RFC 8656) small enough to be wrong on purpose, over UDP and over TCP.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import net from 'node:net';

const COOKIE = 0x2112a442;
const METHODS = { binding: 1, allocate: 3, refresh: 4, createPermission: 8, channelBind: 9 };
const SEND = 0x0016;
const DATA = 0x0017;
const ATTRIBUTES = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  channel: 0x000c,
  lifetime: 0x000d,
  peer: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  family: 0x0017,
  transport: 0x0019,
  mapped: 0x0020,
};
const NAMES = Object.fromEntries(Object.entries(ATTRIBUTES).map(([name, type]) => [type, name]));

/** The password that a relay with this secret expects for a username (the REST convention). */
export function passwordFor(secret, username) {
  return createHmac('sha1', secret).update(username).digest('base64');
}

function parseIp(ip) {
  if (net.isIPv4(ip)) return Buffer.from(ip.split('.').map(Number));
  const [head, tail = ''] = ip.split('::');
  const words = (text) =>
    text
      .split(':')
      .filter(Boolean)
      .flatMap((word) =>
        word.includes('.')
          ? [...parseIp(word)]
          : [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255],
      );
  const [first, last] = [words(head), words(tail)];
  return Buffer.from([...first, ...Array(16 - first.length - last.length).fill(0), ...last]);
}

function mask(transaction) {
  const cookie = Buffer.alloc(4);
  cookie.writeUInt32BE(COOKIE);
  return Buffer.concat([cookie, transaction]);
}

function encodeAddress({ ip, port }, transaction) {
  const bytes = parseIp(ip);
  const out = Buffer.alloc(4 + bytes.length);
  out[1] = bytes.length === 4 ? 1 : 2;
  out.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  const key = mask(transaction);
  bytes.forEach((byte, index) => {
    out[4 + index] = byte ^ key[index];
  });
  return out;
}

function decodeAddress(value, transaction) {
  const key = mask(transaction);
  const bytes = [...value.subarray(4)].map((byte, index) => byte ^ key[index]);
  const ip =
    bytes.length === 4
      ? bytes.join('.')
      : Array.from({ length: 8 }, (_, i) =>
          ((bytes[2 * i] << 8) | bytes[2 * i + 1]).toString(16),
        ).join(':');
  return { ip, port: value.readUInt16BE(2) ^ (COOKIE >>> 16) };
}

function attribute(name, value) {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(ATTRIBUTES[name]);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function message(type, transaction, body, key) {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(type);
  head.writeUInt32BE(COOKIE, 4);
  const whole = Buffer.concat([head, transaction, body]);
  whole.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  if (!key) return whole;
  const integrity = createHmac('sha1', key).update(whole).digest();
  return Buffer.concat([whole, attribute('integrity', integrity)]);
}

/** Splits what a stream brings into messages and channel data. */
function takeMessage(buffer) {
  if (buffer.length < 4) return null;
  const isChannel = buffer[0] >= 0x40;
  const length = buffer.readUInt16BE(2) + (isChannel ? 4 : 20);
  const padded = isChannel ? length + ((4 - (length % 4)) % 4) : length;
  return buffer.length < padded ? null : [buffer.subarray(0, length), buffer.subarray(padded)];
}

export class TurnClient {
  #send;
  #end;
  #waiting = new Map();
  #arrived = [];
  #realm = Buffer.alloc(0);
  nonce = Buffer.alloc(0);
  /** Username to authenticate with; may change at any time. */
  username;
  password;
  closed = false;

  /** `transport` is `udp` or `tcp`. */
  static async connect(transport, host, port, { username = '', credential = '' } = {}) {
    const client = new TurnClient();
    client.username = username;
    client.password = credential;
    if (transport === 'udp') {
      const socket = dgram.createSocket(net.isIPv6(host) ? 'udp6' : 'udp4');
      socket.on('message', (datagram) => client.#handle(datagram));
      await new Promise((resolve, reject) => {
        socket.once('error', reject);
        socket.connect(port, host, resolve);
      });
      socket.on('error', () => {});
      client.#send = (bytes) => socket.send(bytes);
      client.#end = () => socket.close();
    } else {
      const socket = net.connect(port, host);
      await new Promise((resolve, reject) => {
        socket.once('error', reject);
        socket.once('connect', resolve);
      });
      let rest = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        for (let taken = takeMessage(rest); taken; taken = takeMessage(rest)) {
          rest = taken[1];
          client.#handle(taken[0]);
        }
      });
      socket.on('error', () => {});
      socket.on('close', () => {
        client.closed = true;
      });
      client.#send = (bytes) =>
        socket.write(Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]));
      client.#end = () => socket.destroy();
    }
    return client;
  }

  close() {
    this.#end();
  }

  /** Data that arrived since this was last called, as `{peer | channel, data}`. */
  arrived() {
    return this.#arrived.splice(0);
  }

  /**
   * One request, signed unless `signed` is false; `spoil` may damage the bytes before they go.
   * Resolves to `{ok, code, ...attributes}`; code is 0 for a success.
   */
  async request(method, attributes = [], { signed = true, spoil, timeout = 3_000 } = {}) {
    const transaction = randomBytes(12);
    const parts = attributes.map(([name, value]) =>
      attribute(name, value?.ip ? encodeAddress(value, transaction) : Buffer.from(value)),
    );
    let key;
    if (signed) {
      parts.push(attribute('username', Buffer.from(this.username)));
      parts.push(attribute('realm', this.#realm), attribute('nonce', this.nonce));
      const secret = `${this.username}:${this.#realm}:${this.password}`;
      key = createHash('md5').update(secret).digest();
    }
    const bytes = message(METHODS[method], transaction, Buffer.concat(parts), key);
    spoil?.(bytes);
    const answer = new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ ok: false, code: null }), timeout);
      this.#waiting.set(transaction.toString('hex'), (response) => {
        clearTimeout(timer);
        resolve(response);
      });
    });
    this.#send(bytes);
    return answer;
  }

  /** Asks for the realm and a nonce by a request that is refused for lacking them. */
  async greet() {
    return this.request('allocate', [['transport', [17, 0, 0, 0]]], { signed: false });
  }

  async allocate(attributes = []) {
    if (this.nonce.length === 0) await this.greet();
    return this.request('allocate', [['transport', [17, 0, 0, 0]], ...attributes]);
  }

  permit(...peers) {
    return this.request(
      'createPermission',
      peers.map((peer) => ['peer', peer]),
    );
  }

  bind(channel, peer) {
    return this.request('channelBind', [
      ['channel', [channel >> 8, channel & 255, 0, 0]],
      ['peer', peer],
    ]);
  }

  /** A Send indication. */
  sendTo(peer, data) {
    const transaction = randomBytes(12);
    const body = [
      attribute('peer', encodeAddress(peer, transaction)),
      attribute('data', Buffer.from(data)),
    ];
    this.#send(message(SEND, transaction, Buffer.concat(body)));
  }

  /** Channel data. */
  sendOn(channel, data) {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(channel);
    head.writeUInt16BE(data.length, 2);
    this.#send(Buffer.concat([head, Buffer.from(data)]));
  }

  #handle(bytes) {
    if (bytes[0] >= 0x40) {
      const data = bytes.subarray(4, 4 + bytes.readUInt16BE(2)).toString();
      this.#arrived.push({ channel: bytes.readUInt16BE(), data });
      return;
    }
    const type = bytes.readUInt16BE();
    const transaction = bytes.subarray(8, 20);
    const found = {};
    for (let at = 20; at + 4 <= bytes.length; ) {
      const length = bytes.readUInt16BE(at + 2);
      const name = NAMES[bytes.readUInt16BE(at)];
      if (name) found[name] = Buffer.from(bytes.subarray(at + 4, at + 4 + length));
      at += 4 + length + ((4 - (length % 4)) % 4);
    }
    for (const name of ['peer', 'relayed', 'mapped']) {
      if (found[name]) found[name] = decodeAddress(found[name], transaction);
    }
    if (type === DATA) {
      this.#arrived.push({ peer: found.peer, data: found.data?.toString() });
      return;
    }
    if (found.realm) this.#realm = found.realm;
    if (found.nonce) this.nonce = found.nonce;
    const code = found.error ? (found.error[2] & 7) * 100 + found.error[3] : 0;
    const key = transaction.toString('hex');
    this.#waiting.get(key)?.({ ...found, ok: (type & 0x0110) === 0x0100, code });
    this.#waiting.delete(key);
  }
}
