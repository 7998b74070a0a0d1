/**
 * Learns the content ahead of the first start; `npm ci` runs it. Whatever goes wrong is said and left to the start,
 * because an installation must not fail over a fact.
 */
import { fileURLToPath } from 'node:url';
import { silentTelemetry } from '../core/telemetry.ts';
import { createKnowledge } from './knowledge.ts';

const startedMs = performance.now();
try {
  const { facts } = createKnowledge({
    contentDir: fileURLToPath(new URL('../../content', import.meta.url)),
    telemetry: silentTelemetry,
  });
  console.log(`Learnt ${facts.length} facts in ${Math.round(performance.now() - startedMs)} ms.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : 'The content could not be learnt.');
}
