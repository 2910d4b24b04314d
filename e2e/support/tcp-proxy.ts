import { connect, createServer, type Server as NetServer, type Socket } from 'node:net';

/** A TCP proxy in front of a server: a network that tests can cut and mend. */
export class TcpProxy {
  readonly #server: NetServer;
  readonly #open = new Set<Socket>();
  readonly #far = new Set<Socket>();
  #cut = false;
  #port = 0;

  private constructor(target: () => number) {
    this.#server = createServer((near) => {
      if (this.#cut) {
        near.destroy();
        return;
      }
      const far = connect(target(), '127.0.0.1');
      this.#far.add(far);
      far.on('close', () => this.#far.delete(far));
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#open.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async start(target: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    proxy.#port = (proxy.#server.address() as { port: number }).port;
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Breaks every connection and refuses new ones. */
  cut(): void {
    this.#cut = true;
    for (const socket of this.#open) socket.resetAndDestroy();
  }

  /** Withholds the server's data on open connections; the client's data still arrives. */
  holdAnswers(): void {
    for (const socket of this.#far) socket.unpipe();
  }

  mend(): void {
    this.#cut = false;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
