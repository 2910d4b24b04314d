import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

import { SHARED_CHUNKS, sharedChunk } from './build/chunks.ts';
import { brotli } from './build/compress.ts';
import { emoji } from './build/emoji.ts';
import { icons } from './build/icons.ts';
import { routePages } from './build/pages.ts';
import { splitTexts } from './build/split-texts.ts';
import { LANGUAGES } from './src/lib/language.ts';
import { TEXT_PARTS } from './src/strings/parts.ts';

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
  plugins: [
    react(),
    icons(),
    splitTexts({
      folder: 'src/strings',
      languages: LANGUAGES,
      parts: TEXT_PARTS,
      base: 'base',
    }),
    emoji(LANGUAGES),
    socketIoClient(),
    routePages(),
    // The last one, since it compresses what the others wrote.
    brotli(),
  ],
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
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name, facadeModuleId }) => {
          const [, part] = /\?part=(\w+)$/.exec(facadeModuleId ?? '') ?? [];
          return `assets/${part ? `${name}-${part}` : name}-[hash].js`;
        },
        codeSplitting: {
          // What a module of one chunk imports belongs to the same chunk or to an earlier one.
          groups: SHARED_CHUNKS.map((name, at) => ({
            debugName: name,
            name: (id, graph) =>
              sharedChunk(id, (other) => graph.getModuleInfo(other)) === name ? name : null,
            priority: SHARED_CHUNKS.length - at,
          })),
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
  test: {
    environment: 'node',
    include: ['{build,src}/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
    // A shared machine stalls for seconds at times.
    testTimeout: 30_000,
  },
});
