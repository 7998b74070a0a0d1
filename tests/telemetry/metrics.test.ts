import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { StoreSigns } from '../../src/core/signs.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const NOTHING_WAITS = { waiting: 0, parked: 0, unreadable: 0, outbox: {} };
const signs: StoreSigns = {
  oldestWaitingMs: 1_500,
  oldestDueMs: 0,
  casesWaiting: { urgent: { count: 1, oldestMs: 61_000 }, normal: { count: 0, oldestMs: 0 } },
  casesTaken: 2,
  casesParked: 0,
  deskActions: new Map([['number_revealed', 3]]),
  opened: new Map([['inbox', 7]]),
  unopened: 1,
};

afterEach(() => {
  vi.useRealTimers();
});

test('the metrics tell what waits, since when, and what was opened', async () => {
  const metrics = createMetrics(() => Promise.resolve({ ...NOTHING_WAITS, signs }));
  await metrics.render();
  const text = await metrics.render(); // the second look counts nothing twice
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      'faro_database_up 1',
      'faro_oldest_seconds{of="inbox_waiting"} 1.5',
      'faro_cases{state="waiting",urgency="urgent"} 1',
      'faro_cases{state="taken",urgency="any"} 2',
      'faro_case_oldest_wait_seconds{urgency="urgent"} 61',
      'faro_desk_actions_total{action="number_revealed"} 3',
      'faro_values_opened_total{table="inbox"} 7',
      'faro_values_unopened_total 1',
    ]),
  );
});

test('a database that is away is told, and its last numbers are told no more', async () => {
  let isAway = false;
  const metrics = createMetrics(() =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve({ ...NOTHING_WAITS, waiting: 4, signs }),
  );
  expect(await metrics.render()).toContain('faro_backlog{of="inbox_waiting"} 4');
  isAway = true;
  const text = await metrics.render();
  expect(text).toContain('faro_database_up 0');
  expect(text).not.toMatch(/^faro_(backlog|oldest_seconds|cases)\{/m);
});

test('a database that hangs does not hang who looks', async () => {
  vi.useFakeTimers();
  const metrics = createMetrics(() => new Promise(() => {}));
  const rendered = metrics.render();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await rendered).toContain('faro_database_up 0');
});

test('what must wake somebody begins at nought, so that the first one is a rise', async () => {
  const text = await createMetrics(() => Promise.resolve(NOTHING_WAITS)).render();
  expect(text).toContain('faro_intake_failed_total{channel="sms"} 0');
  expect(text).toContain('faro_turns_failed_total{channel="whatsapp",parked="true"} 0');
  expect(text).toContain('faro_replies_failed_total{channel="whatsapp",code="channel_misconfigured",next="dead"} 0');
});

test('disk, facts and the last backup are told; where there was none, its time is nought', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-metrics-'));
  try {
    const countFacts = (): { fresh: number; due: number; expired: number } => ({ fresh: 2, due: 1, expired: 0 });
    const metrics = createMetrics(() => Promise.resolve(NOTHING_WAITS), {
      dataDir,
      store: 'sqlite',
      trouble: () => 'full',
      countFacts,
    });
    const before = await metrics.render();
    expect(before).toContain('faro_backup_timestamp_seconds 0');
    expect(before).toContain('faro_facts{freshness="due"} 1');
    expect(before).toContain('faro_store_trouble{reason="full"} 1');
    expect(before).toContain('faro_store_trouble{reason="away"} 0');
    expect(before).toMatch(/^faro_data_dir_free_bytes [1-9]/m);
    expect(before).toMatch(/^faro_build_info\{version="\d+\.\d+\.\d+",node="v\d+[^"]*",store="sqlite"\} 1$/m);
    writeFileSync(join(dataDir, 'last-backup'), '');
    utimesSync(join(dataDir, 'last-backup'), 1_700_000_000, 1_700_000_000);
    expect(await metrics.render()).toContain('faro_backup_timestamp_seconds 1700000000');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
