/** The whole service: somebody wants to be told, the answer changes with a deploy, and the next start tells them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startTestService } from './running-service.ts';

const WAIT = { timeout: 20_000, interval: 100 };

/** A time zone in which it is about noon, whenever this runs. */
function zoneOfNoon(): string {
  const hours = 12 - new Date().getUTCHours();
  return hours > 0 ? `Etc/GMT-${hours}` : `Etc/GMT+${-hours}`;
}

function runSql(dataDir: string, statement: string): number {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'));
  const { changes } = db.prepare(statement).run();
  db.close();
  return Number(changes);
}

test('a wish survives a restart, and the changed answer is told once', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-alerts-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const environment = { DATA_DIR: dataDir, ALERTS_TIME_ZONE: zoneOfNoon() };
  const phone = '+12025550131';
  {
    await using service = await startTestService(environment);
    await service.graph.receive({ phone }, 'todavia dan citas con CBP One?');
    const answer = await service.graph.waitFor(({ to }) => to === phone, WAIT.timeout);
    const [id] = /v1:alert:[\w:-]+/.exec(JSON.stringify(answer.payload)) ?? [];
    await service.graph.receive({ phone }, { type: 'list_reply', id: id ?? '', title: 'Avisarme si cambia' });
    await vi.waitFor(() => expect(service.graph.accepted).toHaveLength(2), WAIT);
  }
  // As if the answer had been another one until now.
  expect(
    runSql(dataDir, "update fact_versions set version = 'before' where fact in (select fact from alert_wishes)"),
  ).toBe(1);
  await using service = await startTestService(environment);
  await vi.waitFor(() => expect(runSql(dataDir, 'update due_alerts set not_before = 0')).toBe(1), WAIT);
  const alert = await service.graph.waitFor(({ to }) => to === phone, WAIT.timeout);
  expect(JSON.stringify(alert.payload)).toMatch(/Faro: hay una novedad.*CBP One.*AVISOS.*v1:alerts/);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(service.graph.accepted).toHaveLength(1);
  expect(service.log.join('\n')).not.toContain('12025550131');
});
