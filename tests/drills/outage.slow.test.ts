/** Shorter forms of `npm run drill outage`: the database away while people write. */
import { expect, test } from 'vitest';
import { runPostgresOutages, runSqliteOutage } from './outage-drill.ts';
import type { OutageResult } from './outage-drill.ts';

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
