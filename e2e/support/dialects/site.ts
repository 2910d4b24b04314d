import { readFile } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript' };

/** Browser builds of the packages. */
const PACKAGES: Record<string, string> = {
  'socket.io.js': 'socket.io-client/dist/socket.io.min.js',
  'simplepeer.js': 'simple-peer/simplepeer.min.js',
};

/** The site of another system: a page and its script, served from an origin of its own. */
export class Site {
  readonly #server: HttpServer;

  private constructor(folder: URL) {
    this.#server = createServer(async (request, response) => {
      const name = new URL(request.url ?? '/', 'http://site').pathname.slice(1) || 'index.html';
      const library = PACKAGES[name];
      const file = library
        ? new URL(`../../node_modules/${library}`, import.meta.url)
        : new URL(name, folder);
      try {
        const body = await readFile(file);
        const type = TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
  }

  /** Serves the files of a folder beside this file. */
  static async start(folder: string): Promise<Site> {
    const site = new Site(new URL(`${folder}/`, import.meta.url));
    await new Promise<void>((resolve) => site.#server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as { port: number }).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
