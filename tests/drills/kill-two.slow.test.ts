/** Two processes on one PostgreSQL, in short: `npm run drill kill-two` has the long form. */
import { expect, test } from 'vitest';
import { runKillTwoDrill } from './kill-two-drill.ts';

test('six SIGKILLs of either of two processes while 400 messages come in: nothing is lost, and nobody is answered twice', async () => {
  const result = await runKillTwoDrill({ kills: 6, messages: 400, people: 100, perSecond: 30, seed: 7 });
  expect(result).toMatchObject({ lost: 0, doubled: 0, stillWaiting: 0, taken: 400 });
});
