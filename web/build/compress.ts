import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'vite';

/** Texts; pictures and fonts are compressed already. */
const TEXT = /\.(?:js|css|html|svg|json|webmanifest)$/;

/**
 * Writes each text of the build a second time, compressed with Brotli at its best level, which is
 * too slow for a server at the time of a request.
 */
export function brotli(): Plugin {
  return {
    name: 'brotli',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir = '' }) {
        for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
          const path = join(dir, name);
          if (name.startsWith('.') || !TEXT.test(name) || !statSync(path).isFile()) continue;
          const text = readFileSync(path);
          const compressed = compress(text);
          if (compressed.length < text.length) writeFileSync(`${path}.br`, compressed);
        }
      },
    },
  };
}

export function compress(text: Buffer): Buffer {
  return brotliCompressSync(text, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}
