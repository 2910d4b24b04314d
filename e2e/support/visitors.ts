import { setTimeout as sleep } from 'node:timers/promises';

import type { ChatMessage, ChatPage, JoinReply } from '../../web/src/protocol/protocol.gen.ts';
import type { Server } from './server.ts';
import { Client, type Joined, numbered, SILENT } from './signaling.ts';

/** Errors that concurrent actions may legitimately get. */
const TO_BE_EXPECTED = new Set(['participant_not_found', 'message_not_found', 'room_full']);
const ROOMS = 10;
/** Visits before a room is replaced: an endless chat history would slow everything down. */
const VISITS_PER_ROOM = 60;

/** Meeting with the messages its server has acknowledged. */
interface Visited {
  id: string;
  visits: number;
  kept: Map<number, string>;
}

/**
 * Simulated participants without pages. Until told to stop, they join several rooms, chat, lose the
 * connection, resume, and leave or vanish. Any broken promise of the protocol is a failure.
 */
export class Visitors {
  readonly #server: Server;
  readonly #random: () => number;
  readonly #all: Visited[] = [];
  #open: Visited[] = [];
  #stopping = false;
  #lastId = 0;
  /** Count of each action. */
  readonly counts: Record<string, number> = {};

  constructor(server: Server, random: () => number) {
    this.#server = server;
    this.#random = random;
  }

  /** Runs `people` concurrent visitors until told to stop or until the first failure. */
  async run(people: number): Promise<void> {
    for (let i = 0; i < ROOMS; i += 1) this.#open.push(await this.#makeRoom());
    const one = async (): Promise<void> => {
      while (!this.#stopping) await this.#visit();
    };
    await Promise.all(
      Array.from({ length: people }, () =>
        one().catch((error) => {
          this.#stopping = true;
          throw error;
        }),
      ),
    );
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Describes acknowledged messages that the history lacks or has twice. */
  async missing(): Promise<string[]> {
    const found: string[] = [];
    for (const { id, kept } of this.#all) {
      const client = await Client.connect(this.#server.origin);
      await client.join(id, 'Reader');
      const clientIds: string[] = [];
      const ids = new Set<number>();
      let page = await client.ok<ChatPage>('chat_history', {});
      for (;;) {
        for (const message of page.messages) {
          ids.add(message.id);
          clientIds.push(`${message.from} ${message.client_id}`);
        }
        const [first] = page.messages;
        if (!page.has_more || !first) break;
        page = await client.ok<ChatPage>('chat_history', { before: first.id });
      }
      for (const [message, text] of kept) if (!ids.has(message)) found.push(`${id}: ${text}`);
      if (new Set(clientIds).size < clientIds.length) found.push(`${id}: something twice`);
      await client.ok('leave', {});
      client.close();
    }
    return found;
  }

  async #makeRoom(): Promise<Visited> {
    const { id } = await this.#server.createMeeting();
    const room = { id, visits: 0, kept: new Map<number, string>() };
    this.#all.push(room);
    this.#count('rooms');
    return room;
  }

  async #visit(): Promise<void> {
    const room = await this.#nextRoom();
    const transport = this.#chance(0.15) ? 'polling' : 'websocket';
    let client = await Client.connect(this.#server.origin, transport);
    this.#count('connections');
    try {
      this.#lastId += 1;
      const name = `Visitor ${this.#lastId}`;
      const joined = await this.#join(client, { meeting_id: room.id, name, media: SILENT });
      if (joined?.status !== 'joined') return;
      this.#count('joins');
      let { token } = joined;
      await this.#act(client, room, joined);
      while (this.#chance(0.4)) {
        const last_seq = client.events.findLast(({ seq }) => seq !== undefined)?.seq ?? joined.seq;
        client.drop();
        await this.#pause(300);
        client = await Client.connect(this.#server.origin, transport);
        const back = { meeting_id: room.id, name, media: SILENT, token, last_seq };
        const reply = await client.ok<JoinReply>('join', back);
        if (reply.status !== 'resumed' || reply.participant_id !== joined.participant_id) {
          throw new Error(`no resume: ${JSON.stringify(reply)}`);
        }
        token = reply.token;
        this.#count('resumes');
        await this.#act(client, room, joined);
        this.#expectNoGaps(client, last_seq);
      }
      if (this.#chance(0.85)) {
        await client.ok('leave', {});
        this.#count('leaves');
      } else {
        this.#count('gone without a word');
      }
    } finally {
      client.drop();
      client.close();
    }
  }

  async #nextRoom(): Promise<Visited> {
    const room = this.#open[Math.floor(this.#random() * this.#open.length)];
    if (!room) throw new Error('there is no room');
    room.visits += 1;
    if (room.visits === VISITS_PER_ROOM) {
      const fresh = await this.#makeRoom();
      this.#open = this.#open.map((one) => (one === room ? fresh : one));
    }
    return room;
  }

  async #join(client: Client, request: object): Promise<JoinReply | null> {
    return this.#ask<JoinReply>(client, 'join', request);
  }

  /** Performs a random action of a page. */
  async #act(client: Client, room: Visited, joined: Joined): Promise<void> {
    const others = joined.room.participants
      .map(({ id }) => id)
      .filter((id) => id !== joined.participant_id);
    const other = others[Math.floor(this.#random() * others.length)];
    for (let i = Math.floor(this.#random() * 8); i >= 0; i -= 1) {
      const dice = this.#random();
      if (dice < 0.45) await this.#talk(client, room, dice < 0.1 ? other : undefined);
      else if (dice < 0.55) await this.#ask(client, 'chat_history', {});
      else if (dice < 0.65) await this.#ask(client, 'react', { reaction: '🎉' });
      else if (dice < 0.75) await this.#ask(client, 'raise_hand', { raised: this.#chance(0.5) });
      else if (dice < 0.85) {
        const media = { ...SILENT, microphone: this.#chance(0.5), camera: this.#chance(0.5) };
        await this.#ask(client, 'set_media', { media });
      } else if (other) await this.#ask(client, 'signal', numbered(other, i));
      await this.#pause(60);
    }
  }

  async #talk(client: Client, room: Visited, to: string | undefined): Promise<void> {
    const client_id = `c${Math.floor(this.#random() * 1e15)}`;
    const text = `${client_id} ${'word '.repeat(Math.floor(this.#random() * 80))}`.trim();
    const request = { client_id, text, ...(to && { to }) };
    const sent = await this.#ask<ChatMessage>(client, 'send_chat', request);
    if (!sent) return;
    this.#count('messages');
    if (!to) room.kept.set(sent.id, text.slice(0, 40));
    if (this.#chance(0.2)) {
      const again = await this.#ask<ChatMessage>(client, 'send_chat', request);
      if (again && again.id !== sent.id) throw new Error(`${text} was kept twice`);
    }
    if (this.#chance(0.2)) await this.#ask(client, 'edit_chat', { id: sent.id, text: 'edited' });
    if (this.#chance(0.1)) await this.#ask(client, 'delete_chat', { id: sent.id });
  }

  #expectNoGaps(client: Client, after: number): void {
    const numbers = client.events.flatMap(({ seq }) => seq ?? []);
    const wrong = numbers.find((number, index) => number !== after + 1 + index);
    if (wrong !== undefined) throw new Error(`after ${after} came ${numbers.join(' ')}`);
  }

  /** The server's answer; null if the action is no longer possible. */
  async #ask<T>(client: Client, event: string, payload: object): Promise<T | null> {
    const ack = await client.request<T>(event, payload);
    if ('ok' in ack) return ack.ok;
    if (TO_BE_EXPECTED.has(ack.error.code)) return null;
    throw new Error(`${event}: ${ack.error.code}: ${ack.error.message}`);
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  #chance(of: number): boolean {
    return this.#random() < of;
  }

  async #pause(upTo: number): Promise<void> {
    await sleep(this.#random() * upTo);
  }
}

/** Deterministic random numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
