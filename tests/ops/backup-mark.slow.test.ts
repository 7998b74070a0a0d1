import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { PROJECT } from './dockerfile.ts';

test('a backup that was made shows in the metrics of the machine that made it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-mark-'));
  try {
    const metrics = createMetrics(() => Promise.resolve({ waiting: 0, parked: 0, unreadable: 0, outbox: {} }), {
      dataDir,
      store: 'sqlite',
      trouble: () => null,
      countFacts: () => ({ fresh: 0, due: 0, expired: 0 }),
    });
    expect(await metrics.render()).toContain('faro_backup_timestamp_seconds 0');
    const startedSeconds = Math.floor(Date.now() / 1000);
    const environment = { PATH: process.env['PATH'], DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    const run = (command: string, ...words: readonly string[]): void => {
      execFileSync(process.execPath, [join(PROJECT, command), ...words], { env: environment, stdio: 'pipe' });
    };
    run('src/worker/outbox-command.ts'); // makes the house
    run('src/worker/store-command.ts', 'backup', join(dataDir, 'copy.faro'));
    const seen = Number(/^faro_backup_timestamp_seconds (\d+)$/m.exec(await metrics.render())?.[1]);
    expect(seen).toBeGreaterThanOrEqual(startedSeconds);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
