import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';

/** Proxy in front of a server that records every byte the server sends. */
export class RecordingProxy {
  readonly #server: NetServer;
  readonly #open = new Set<Socket>();
  /** The server's bytes, by connection. */
  readonly #answers: Buffer[][] = [];

  private constructor(target: () => number) {
    this.#server = createServer((near) => {
      const far = connect(target(), '127.0.0.1');
      const answers: Buffer[] = [];
      this.#answers.push(answers);
      near.on('data', (bytes) => far.write(bytes));
      far.on('data', (bytes) => {
        answers.push(bytes);
        near.write(bytes);
      });
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
      }
    });
  }

  static async start(target: () => number): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as { port: number }).port}`;
  }

  /** Everything the server sent, connection by connection. */
  get text(): string {
    return this.#answers.map((answers) => Buffer.concat(answers).toString()).join('\n');
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
