/** Every event goes to the log and to the metrics. */
import type { Backlog } from '../core/signs.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { House } from './gauges.ts';
import { createLog } from './log.ts';
import type { LogSettings } from './log.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';

export function createTelemetry(
  log: LogSettings,
  readBacklog: () => Promise<Backlog>,
  house?: House,
): Telemetry & { readonly metrics: Metrics } {
  const writeLog = createLog(log);
  const metrics = createMetrics(readBacklog, house);
  return {
    metrics,
    record: (event) => {
      writeLog(event);
      metrics.record(event);
    },
  };
}
