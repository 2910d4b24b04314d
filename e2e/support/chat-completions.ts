import { createServer, type Server as HttpServer, type ServerResponse } from 'node:http';

/** Answers one request. */
export type Respond = (answer: Answering, asked: string) => void | Promise<void>;

/** A server that speaks `chat/completions`, streaming. */
export class ChatCompletions {
  readonly #server: HttpServer;
  /** The bodies of the requests. */
  readonly asked: string[] = [];
  respond: Respond;

  private constructor(respond: Respond) {
    this.respond = respond;
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        this.asked.push(body);
        void this.respond(new Answering(response), body);
      });
    });
  }

  static async start(respond: Respond): Promise<ChatCompletions> {
    const api = new ChatCompletions(respond);
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  /** Flags that make a server use this endpoint. */
  get args(): string[] {
    const { port } = this.#server.address() as { port: number };
    return ['--ai-url', `http://127.0.0.1:${port}/v1`, '--ai-model', 'test-model'];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Streamed answer to one request. */
export class Answering {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  fail(status: number): void {
    this.#response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
  }

  /** Streams one piece of text. */
  say(text: string): void {
    if (!this.#response.headersSent) {
      this.#response.writeHead(200, { 'content-type': 'text/event-stream' });
    }
    const choice = { index: 0, delta: { content: text }, finish_reason: null };
    this.#response.write(`data: ${JSON.stringify({ choices: [choice] })}\n\n`);
  }

  end(): void {
    const last = { choices: [{ delta: {}, finish_reason: 'stop' }] };
    this.#response.end(`data: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`);
  }

  /** Streams a whole assessment in pieces. */
  assess(score: number, summary: string, strengths: string[] = [], improvements: string[] = []) {
    const text = JSON.stringify({ score, summary, strengths, improvements });
    for (const piece of text.match(/[\s\S]{1,12}/g) ?? []) this.say(piece);
    this.end();
  }
}
