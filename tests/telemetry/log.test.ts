import { expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

const ERROR = 50;
const WARN = 40;

function levelOf(code: 'channel_misconfigured' | 'unreachable'): number {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => lines.push(line) });
  log({ event: 'reply_failed', channel: 'sms', code, providerCode: null, attempt: 1, next: 'dead' });
  return (JSON.parse(lines[0] ?? '{}') as { level: number }).level; // pino's own form
}

test('the metrics tell what SMS has cost today and which limit is near, and name nobody’s country', async () => {
  const metrics = createMetrics(() =>
    Promise.resolve({ waiting: 0, parked: 0, unreadable: 0, outbox: {}, sms: { segments: 12, limit: 2_000 } }),
  );
  metrics.record({ event: 'sms_limit_near', prefix: 'HT', percent: 80 });
  metrics.record({ event: 'sms_withheld', why: 'hour' });
  const text = await metrics.render();
  expect(text).toContain('faro_sms_segments{of="spent"} 12');
  expect(text).toContain('faro_sms_segments{of="limit"} 2000');
  expect(text).toContain('faro_sms_limits_near_total{of="prefix",percent="80"} 1');
  expect(text).toContain('faro_sms_withheld_total{why="hour"} 1');
  expect(text).not.toContain('"HT"');
});

test('a refusal that only the operator can cure is an error, one that passes by itself a warning', () => {
  expect(levelOf('channel_misconfigured')).toBe(ERROR);
  expect(levelOf('unreachable')).toBe(WARN);
});
