/** Shorter forms of the drills of bad days: the disk full, a stop under load, restart after restart. */
import { expect, test } from 'vitest';
import { canMountDisk, runDiskDrill } from './disk-drill.ts';
import { runStopDrill } from './stop-drill.ts';
import { runRestartStorm, runStartStorm } from './storm-drill.ts';

/** Each takes half a minute; a machine that does other work too may need several times as long. */
const PATIENCE_MS = 400_000;

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
