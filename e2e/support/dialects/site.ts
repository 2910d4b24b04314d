import { readFile } from 'node:fs/promises';
import { createServer, type Server as HttpServer } from 'node:http';

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript' };

/** Files that are not in the site's folder. */
const SHARED: Record<string, string> = {
  'library.js': 'library.js',
  'simplepeer.js': '../../node_modules/simple-peer/simplepeer.min.js',
};

/** The site of another system: a page and its script, served from an origin of its own. */
export class Site {
  readonly #server: HttpServer;

  private constructor(folder: URL) {
    this.#server = createServer(async (request, response) => {
      const name = new URL(request.url ?? '/', 'http://site').pathname.slice(1) || 'index.html';
      const shared = SHARED[name];
      const file = shared ? new URL(shared, import.meta.url) : new URL(name, folder);
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
