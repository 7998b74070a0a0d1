import { expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';

const ERROR = 50;
const WARN = 40;

function levelOf(code: 'channel_misconfigured' | 'unreachable'): number {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', write: (line) => lines.push(line) });
  log({ event: 'reply_failed', channel: 'sms', code, providerCode: null, attempt: 1, next: 'dead' });
  return (JSON.parse(lines[0] ?? '{}') as { level: number }).level; // pino's own form
}

test('a refusal that only the operator can cure is an error, one that passes by itself a warning', () => {
  expect(levelOf('channel_misconfigured')).toBe(ERROR);
  expect(levelOf('unreachable')).toBe(WARN);
});
