import type {
  Ack,
  ChatMessage,
  ChatPage,
  ClientToServerEvents,
  ErrorCode,
  JoinReply,
  MediaState,
  ParticipantId,
} from '../../web/src/protocol/protocol.gen.ts';
import { Client, SILENT } from './signaling.ts';

type Payload<Name extends keyof ClientToServerEvents> = Parameters<ClientToServerEvents[Name]>[0];
type Result<Name extends keyof ClientToServerEvents> = ClientToServerEvents[Name] extends (
  payload: never,
  ack: (reply: Ack<infer T>) => void,
) => void
  ? T
  : never;

export interface WireOptions {
  /** Media state that the others see. No media is sent. */
  media?: Partial<MediaState>;
  /** Joins as the host. */
  hostToken?: string;
  /** True for a client that can use the forwarding server; it connects no media there either. */
  forwards?: boolean;
}

/**
 * Participant without a page, for people whose own page a test does not look at. It answers no
 * offer: its tile shows no picture, and 25 seconds later that the connection failed.
 */
export class WireParticipant {
  readonly client: Client;
  readonly id: ParticipantId;
  /** Answer to the join; its status is `waiting` in a lobby. */
  readonly reply: JoinReply;
  #media: MediaState;
  #lastClientId = 0;
  readonly #sent: ChatMessage[] = [];

  private constructor(client: Client, reply: JoinReply, media: MediaState) {
    this.client = client;
    this.id = reply.participant_id;
    this.reply = reply;
    this.#media = media;
  }

  /** Joins a meeting by its link, or knocks if it has a lobby. */
  static async enter(
    name: string,
    link: string,
    options: WireOptions = {},
  ): Promise<WireParticipant> {
    const media = { ...SILENT, ...options.media };
    const client = await Client.connect(new URL(link).origin);
    const reply = await client.ok<JoinReply>('join', {
      meeting_id: meetingOf(link),
      name,
      media,
      ...(options.hostToken && { host_token: options.hostToken }),
      ...(options.forwards && { can_forward: true }),
    });
    return new WireParticipant(client, reply, media);
  }

  /** Error code of a refused join. */
  static async refusal(name: string, link: string): Promise<ErrorCode> {
    const client = await Client.connect(new URL(link).origin);
    const join = { meeting_id: meetingOf(link), name, media: SILENT };
    const { code } = await client.error('join', join);
    client.close();
    return code;
  }

  /** Sends a request that must not fail. */
  do<Name extends keyof ClientToServerEvents>(
    request: Name,
    payload: Payload<Name>,
  ): Promise<Result<Name>> {
    return this.client.ok<Result<Name>>(request, payload);
  }

  /** Writes to everyone, or to one participant alone. */
  async say(text: string, to?: ParticipantId): Promise<ChatMessage> {
    this.#lastClientId += 1;
    const client_id = `${this.id}-${this.#lastClientId}`;
    const message = await this.do('send_chat', { client_id, text, ...(to && { to }) });
    this.#sent.push(message);
    return message;
  }

  async setMedia(change: Partial<MediaState>): Promise<void> {
    this.#media = { ...this.#media, ...change };
    await this.do('set_media', { media: this.#media });
  }

  async leave(): Promise<void> {
    await this.do('leave', {});
    this.close();
  }

  close(): void {
    this.client.close();
  }

  /** Every version of every message that was sent or received since the join, oldest first. */
  get messages(): ChatMessage[] {
    const received = this.client.named('chat_message').map(({ payload }) => payload.message);
    return [...this.#sent, ...received].sort((a, b) => a.id - b.id);
  }

  /** Texts of the messages since the join, in the server's order, each as it was last changed. */
  get texts(): string[] {
    const latest = new Map(this.messages.map(({ id, text }) => [id, text] as const));
    return [...latest.values()].filter((text) => text !== undefined);
  }

  /** Texts of the newest messages of the meeting. */
  async history(): Promise<string[]> {
    const { messages }: ChatPage = await this.do('chat_history', {});
    return messages.flatMap(({ text }) => text ?? []);
  }

  /** Id of a participant who was there before. */
  idOf(name: string): ParticipantId {
    const participants = this.reply.status === 'joined' ? this.reply.room.participants : [];
    const found = participants.find((participant) => participant.name === name);
    if (!found) throw new Error(`${name} was not there`);
    return found.id;
  }

  /** True if an event of this name has arrived. */
  heard(name: string): boolean {
    return this.client.named(name).length > 0;
  }
}

function meetingOf(link: string): string {
  return new URL(link).pathname.split('/').at(-1) ?? '';
}
