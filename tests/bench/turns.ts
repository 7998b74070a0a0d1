/** What a turn of the bot costs: processor time over random walks through all conversations, with the content we ship. */
import * as fc from 'fast-check';
import { createBot } from '../../src/bot/bot.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { realKnowledge } from '../fakes/real-knowledge.ts';
import { startWalk, strides } from '../fakes/walk.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';

const WALKS = 400;
const STRIDES = 50;
/** Until the compiler knows the code, turns cost more than they will for the rest of the day. */
const WARM_UP_WALKS = 100;
const SEED = 7;

/** Processor time of this process in milliseconds, of user and system together. */
export async function benchTurns(): Promise<readonly Section[]> {
  const bot = createBot({ knowledge: realKnowledge(), phrases: createPhrases() });
  const walks = fc.sample(strides({ minLength: STRIDES, maxLength: STRIDES }), { numRuns: WALKS, seed: SEED });
  const costs: number[] = [];
  for (const [index, walk] of walks.entries()) {
    const walker = startWalk(bot, CHANNELS[index % CHANNELS.length] ?? 'sms');
    for (const stride of walk) {
      const before = process.cpuUsage();
      const step = await walker.take(stride);
      const { user, system } = process.cpuUsage(before);
      if (step !== null && index >= WARM_UP_WALKS) costs.push((user + system) / 1_000);
    }
  }
  const sorted = costs.toSorted((left, right) => left - right);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return [
    {
      title: 'Turns: processor time of the bot over random walks through all conversations',
      columns: ['turns', 'p50 ms', 'p99 ms'],
      rows: [[figure(sorted.length), figure(at(0.5), 2), figure(at(0.99), 2)]],
    },
  ];
}
