/** Builds the desk's pages into the folder that is named on the command line; started by `build-console.ts`. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const CONSOLE_DIR = fileURLToPath(new URL('console', import.meta.url));
const [outDir] = process.argv.slice(2);
if (outDir === undefined) throw new Error('Expected the folder to build into.');

await build({
  root: CONSOLE_DIR,
  base: '/desk/',
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2023',
    // Our policy for content lets no file live inside another.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The ready-made parts are most of it; what counts is the compressed size, and a test holds that.
    chunkSizeWarningLimit: 1_000,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: join(CONSOLE_DIR, 'index.html'), 'service-worker': join(CONSOLE_DIR, 'service-worker.ts') },
      output: {
        // Browsers look for a newer service worker under the same address.
        entryFileNames: ({ name }) => (name === 'service-worker' ? 'service-worker.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
