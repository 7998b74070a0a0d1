/** Random walks through all conversations, with the content that we ship. Whatever fails shrinks to a short walk. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBot } from '../../src/bot/bot.ts';
import { CHANNELS } from '../../src/core/contact.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { judgeTurn } from '../fakes/judge.ts';
import { realKnowledge } from '../fakes/real-knowledge.ts';
import { TEAMS } from '../fakes/team.ts';
import { startWalk, strides } from '../fakes/walk.ts';

const TURNS = 50;
const WALKS = 200;

test(`${WALKS} walks of ${TURNS} strides: no fault, no restart, always a way on`, async () => {
  const restarts: unknown[] = [];
  const phrases = createPhrases();
  const bots = Object.values(TEAMS).map((team) =>
    createBot({
      knowledge: realKnowledge(),
      phrases,
      team,
      onRestart: (reason, error) => restarts.push(reason, error),
    }),
  );
  const walks = fc.tuple(
    fc.constantFrom(...CHANNELS),
    fc.constantFrom(...bots),
    strides({ minLength: TURNS, maxLength: TURNS }),
  );
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(walks, async ([channel, bot, walk]) => {
      restarts.length = 0;
      const walker = startWalk(bot, channel);
      for (const one of walk) {
        const step = await walker.take(one);
        if (step === null) continue;
        taken += 1;
        expect({
          said: step.message.content,
          wrong: judgeTurn(step.message, step.result),
          restarts,
          reply: step.result.reply?.text,
        }).toMatchObject({
          wrong: [],
          restarts: [],
        });
      }
      const menu = await walker.take({ kind: 'send', content: { kind: 'text', text: 'menu' } });
      if (menu?.result.reply !== null) expect(menu?.result.snapshot.offered.map(({ id }) => id)).toContain('v1:human');
    }),
    { numRuns: WALKS, seed: Number(process.env['EXPLORER_SEED'] ?? 7) },
  );
  expect(taken).toBeGreaterThan(WALKS * TURNS * 0.8);
}, 300_000);
