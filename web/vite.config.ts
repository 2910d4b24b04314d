import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = 'http://127.0.0.1:3000';

/** The official Socket.IO client, which the server offers to pages of other systems unchanged. */
function socketIoClient(): Plugin {
  const files = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js'];
  return {
    name: 'socket-io-client',
    apply: 'build',
    generateBundle() {
      for (const file of files) {
        const source = readFileSync(
          new URL(`node_modules/socket.io-client/dist/${file}`, import.meta.url),
        );
        this.emitFile({ type: 'asset', fileName: `socket.io/${file}`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), socketIoClient()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // `npm run size` reads it.
    manifest: true,
    sourcemap: false,
    target: 'es2022',
    // The content security policy allows no `data:` scripts or styles; files are cheap over HTTP/2.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // A shared machine stalls for seconds at times.
    testTimeout: 30_000,
  },
});
