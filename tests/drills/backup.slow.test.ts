/** The short form of `npm run drill backup`, whose full results stand in docs/drills.md. */
import { expect, test } from 'vitest';
import { runBackupDrill } from './backup-drill.ts';

test.each(['sqlite', 'postgres'] as const)(
  'a backup of %s made while people write: all that was taken before is back, nothing that was deleted, and no answer twice',
  async (store) => {
    const result = await runBackupDrill({ store, perSecond: 20, seconds: 2 });
    expect(result).toMatchObject({ lost: 0, deletedAndBack: 0, answeredTwice: 0 });
    expect(result.takenBefore).toBeGreaterThan(10);
    expect(result.answeredAfterwards).toBe(result.wroteAfterwards);
  },
);
