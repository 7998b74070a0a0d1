/** Every event goes to the log and to the metrics. */
import type { Telemetry } from '../core/telemetry.ts';
import { createLog } from './log.ts';
import type { LogSettings } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { Backlog, Metrics } from './metrics.ts';

export function createTelemetry(
  log: LogSettings,
  readBacklog: () => Promise<Backlog>,
): Telemetry & { readonly metrics: Metrics } {
  const writeLog = createLog(log);
  const metrics = createMetrics(readBacklog);
  return {
    metrics,
    record: (event) => {
      writeLog(event);
      metrics.record(event);
    },
  };
}
