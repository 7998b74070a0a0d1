/** The content that we ship, on the day of the tests: learnt once per process. */
import { fileURLToPath } from 'node:url';
import type { Knowledge } from '../../src/core/knowledge.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { TODAY_MS } from './knowledge.ts';

const contentDir = fileURLToPath(new URL('../../content', import.meta.url));

let known: Knowledge | null = null;

export function realKnowledge(): Knowledge {
  known ??= createKnowledge({ contentDir, telemetry: silentTelemetry, clock: { nowMs: () => TODAY_MS } });
  return known;
}
