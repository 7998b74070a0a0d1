/**
 * Builds the desk's pages ahead of the first start; `npm ci` runs it. Whatever goes wrong is said and left to the start,
 * because an installation must not fail over it.
 */
import { findOrBuildConsole } from './build-console.ts';

const startedMs = performance.now();
try {
  await findOrBuildConsole();
  console.log(`The desk's pages are built (${Math.round(performance.now() - startedMs)} ms).`);
} catch (error) {
  console.error(`The desk's pages could not be built: ${error instanceof Error ? error.message : 'unknown reason'}`);
}
