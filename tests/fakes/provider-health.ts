/** What providers can take, for tests that are about something else: as much as one likes, on the test's own clock. */
import type { Clock } from '../../src/core/clock.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import type { Telemetry } from '../../src/core/telemetry.ts';
import { ProviderHealth } from '../../src/worker/provider-health.ts';

export function testHealth(clock: Clock, telemetry: Telemetry = silentTelemetry): ProviderHealth {
  const pace = { perSecond: 100_000, fromTheStart: true };
  return new ProviderHealth({ elapsedMs: () => clock.nowMs(), telemetry, paces: { whatsapp: pace, sms: pace } });
}
