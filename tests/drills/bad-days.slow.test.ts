/** Shorter forms of the drills of bad days: the database away, the disk full, a stop under load, restart after restart. */
import { expect, test } from 'vitest';
import { canMountDisk, runDiskDrill } from './disk-drill.ts';
import { runPostgresOutages, runSqliteOutage } from './outage-drill.ts';
import type { OutageResult } from './outage-drill.ts';
import { runStopDrill } from './stop-drill.ts';
import { runRestartStorm, runStartStorm } from './storm-drill.ts';

const OUTAGE = { seconds: 6, perSecond: 15, people: 150 } as const;
/** Each takes half a minute; a machine that does other work too may need several times as long. */
const PATIENCE_MS = 400_000;

function expectNothingLost(result: OutageResult): void {
  expect(result).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, stillWaiting: 0, exits: 0 });
  expect(result.answers['none']).toBeUndefined(); // everybody was told something, within 15 seconds
  expect(result.answers['503']).toBeGreaterThan(0);
  expect(result).toMatchObject({
    healthz: { allOk: true },
    signIn: 503,
    readyz: expect.stringMatching(/^503 .*store/),
  });
}

test(
  'PostgreSQL stands still for six seconds: whoever is not stored is told so, and afterwards all are answered once, in order',
  async () => {
    for (const result of await runPostgresOutages(OUTAGE, ['frozen'])) expectNothingLost(result);
  },
  PATIENCE_MS,
);

test(
  'another program holds the SQLite file for six seconds: the same',
  async () => expectNothingLost(await runSqliteOutage(OUTAGE)),
  PATIENCE_MS,
);

test.skipIf(!canMountDisk())(
  'a full disk: 503 and never 200, the reason is said, and it goes on by itself when there is room (needs root, or users who may unshare)',
  async () => {
    const result = await runDiskDrill({ perSecond: 60, fullSeconds: 3 });
    expect(result).toMatchObject({ lost: 0, doubled: 0, stillWaiting: 0, readyz: expect.stringContaining('full') });
    expect(result.intakeFailed).toBeGreaterThan(0);
  },
  PATIENCE_MS,
);

test(
  'SIGTERM while people write, calls hang and consoles are open: it ends with 0 within ten seconds, and nothing is lost or sent twice',
  async () => {
    const result = await runStopDrill('sqlite', { perSecond: 60, people: 600, stops: 1, seconds: 3 });
    expect(result).toMatchObject({ lost: 0, doubled: 0, stillWaiting: 0, exitCodes: [0], consoles: 3 });
    expect(result.slowestStopMs).toBeLessThan(10_000);
  },
  PATIENCE_MS,
);

test(
  'three restarts in a row while people write, and four processes that start at once on a new PostgreSQL: all come up, nothing is lost',
  async () => {
    expect(await runRestartStorm({ restarts: 3, perSecond: 20 })).toMatchObject({
      lost: 0,
      doubled: 0,
      stillWaiting: 0,
    });
    expect(await runStartStorm(4)).toMatchObject({ ready: 4 });
  },
  PATIENCE_MS,
);
