import { expect } from '@playwright/test';

import type {
  CreatedInterview,
  InterviewChange,
  InterviewCommand,
  InterviewLink,
  InterviewPlan,
  InterviewReport,
  InterviewRole,
  InterviewView,
} from '../../web/src/protocol/protocol.gen.ts';
import type { Server } from './server.ts';
import { Client, type Joined, SILENT, type Transport } from './signaling.ts';

/** Link with its token. */
export type Link = InterviewLink & { token: string };

/** An interview on a server. */
export class Interview {
  readonly server: Server;
  readonly id: string;
  readonly interviewer: Link;
  readonly candidate: Link;
  readonly observer: Link;

  private constructor(server: Server, { interview, links }: CreatedInterview) {
    const of = (role: InterviewRole): Link => {
      const link = links.find((link) => link.role === role);
      if (!link?.token) throw new Error(`no link for the ${role}`);
      return { ...link, token: link.token };
    };
    this.server = server;
    this.id = interview.id;
    this.interviewer = of('interviewer');
    this.candidate = of('candidate');
    this.observer = of('observer');
  }

  static async make(server: Server, plan?: InterviewPlan): Promise<Interview> {
    const response = await fetch(`${server.origin}/api/v1/interviews`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(plan ? { plan } : {}),
    });
    expect(response.status).toBe(201);
    return new Interview(server, (await response.json()) as CreatedInterview);
  }

  /** Sends a REST request about the interview with a link's token. */
  rest(token: string, method: string, path = '', body?: object): Promise<Response> {
    return this.restAt(this.server.origin, token, method, path, body);
  }

  /** Sends a REST request through another origin. */
  restAt(origin: string, token: string, method: string, path = '', body?: object) {
    return fetch(`${origin}/api/v1/interviews/${this.id}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        // Uncompressed: the recording proxy reads the bodies.
        'accept-encoding': 'identity',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }

  async link(role: InterviewRole): Promise<Link> {
    const made = await this.rest(this.interviewer.token, 'POST', '/links', { role });
    expect(made.status).toBe(201);
    return (await made.json()) as Link;
  }

  async revoke(link: Link): Promise<void> {
    const path = `/links/${link.id}`;
    expect((await this.rest(this.interviewer.token, 'DELETE', path)).status).toBe(204);
  }

  async report(token = this.interviewer.token): Promise<InterviewReport> {
    const response = await this.rest(token, 'GET', '/report');
    expect(response.status).toBe(200);
    return (await response.json()) as InterviewReport;
  }

  async markdown(token = this.interviewer.token): Promise<string> {
    return (await this.rest(token, 'GET', '/report.md')).text();
  }

  /** Connects, and joins by a link. */
  async come(link: Link, name: string, options: Coming = {}): Promise<Attendee> {
    const { origin = this.server.origin, transport = 'websocket', ...more } = options;
    const client = await Client.connect(origin, transport);
    const joined = await client.join(this.id, name, { link: link.token, ...more });
    return new Attendee(client, joined);
  }

  /** Error code of a refused join by a link. */
  async refusal(more: object): Promise<string> {
    const client = await Client.connect(this.server.origin);
    try {
      return (await client.error('join', joining(this.id, more))).code;
    } finally {
      client.close();
    }
  }
}

export interface Coming {
  origin?: string;
  transport?: Transport;
  token?: string;
  last_seq?: number;
  media?: object;
}

export function joining(meetingId: string, more: object): object {
  return { meeting_id: meetingId, name: 'Somebody', media: SILENT, ...more };
}

/** Participant of an interview. */
export class Attendee {
  readonly client: Client;
  readonly joined: Joined;

  constructor(client: Client, joined: Joined) {
    this.client = client;
    this.joined = joined;
  }

  get id(): string {
    return this.joined.participant_id;
  }

  get role(): string | undefined {
    return this.joined.room.participants.find(({ id }) => id === this.id)?.role;
  }

  get view(): InterviewView {
    const { interview } = this.joined.room;
    if (!interview) throw new Error('no interview in the snapshot');
    return interview;
  }

  /** The interviewer's view. */
  get whole(): Extract<InterviewView, { role: 'interviewer' }> {
    const { view } = this;
    if (view.role !== 'interviewer') throw new Error(`a view of ${view.role}`);
    return view;
  }

  do(command: InterviewCommand): Promise<object> {
    return this.client.ok('interview', command);
  }

  async refused(command: unknown): Promise<string> {
    return (await this.client.error('interview', command)).code;
  }

  changes<K extends InterviewChange['kind']>(kind: K) {
    const changes = this.client.named('interview_changed').map(({ payload }) => payload.change);
    return changes.filter((change) => change.kind === kind).map((change) => change.value);
  }

  /** Everything the server ever sent to this participant, as text. */
  get told(): string {
    return JSON.stringify([this.joined, this.client.events]);
  }

  get lastSeq(): number {
    return this.client.events.findLast(({ seq }) => seq !== undefined)?.seq ?? this.joined.seq;
  }

  close(): void {
    this.client.close();
  }
}
