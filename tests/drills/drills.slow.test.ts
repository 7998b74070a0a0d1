/** Shorter forms of `npm run drill`, whose full results stand in docs/drills.md. */
import { expect, test } from 'vitest';
import { runKillDrill } from './kill-drill.ts';
import { runSlowClientsDrill } from './slow-clients-drill.ts';
import { hasStrace, runSyncDrill } from './sync-drill.ts';

test('eight SIGKILLs while 400 messages come in: nothing is lost and nobody is answered twice', async () => {
  const result = await runKillDrill({ kills: 8, people: 50, messagesEach: 8, senders: 8, seed: 7 });
  expect(result).toMatchObject({ lost: 0, doubled: 0, turns: 400, contacts: 50, stillWaiting: 0, integrity: 'ok' });
});

test.skipIf(!hasStrace())(
  'every 200 comes after a sync to disk, and the check can tell (needs: apt-get install strace)',
  async () => {
    expect(await runSyncDrill('FULL', 200)).toMatchObject({ answers: 200, unsynced: 0 });
    expect((await runSyncDrill('NORMAL', 200)).unsynced).toBeGreaterThan(150);
  },
);

test('slow visitors hold connections: every webhook is taken all the same, and they are cut off', async () => {
  const result = await runSlowClientsDrill({ connections: 300, seconds: 14, webhooksPerSecond: 15 });
  expect(result).toMatchObject({
    taken: result.webhooks,
    refusals: { atLimit: 401, tooLarge: 413, gzip: 415, headers: 431 },
  });
  // Those who never end their headers are cut off after ten seconds; a third are of that kind.
  expect(result.cutOff).toBeGreaterThan(50);
});
