/** The whole service in this process, with its practice phones, in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeUpAccount } from '../../src/desk/first-accounts.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { startService } from '../../src/main.ts';

export interface RunningTestService extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly graph: FakeGraph;
  readonly twilio: FakeTwilio;
  /** Who was made up to sign in to the desk. */
  readonly deskAccounts: readonly MadeUpAccount[];
  /** Every log line so far, at level debug. */
  readonly log: readonly string[];
}

export async function startTestService(
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningTestService> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-journey-'));
  const log: string[] = [];
  const service = await startService(
    { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'debug', SIMULATOR: 'on', ...environment },
    { writeLog: (line) => log.push(line) },
  );
  const { graph, twilio } = service.simulator ?? { graph: null, twilio: null };
  if (graph === null || twilio === null) throw new Error('Expected both practice phones.');
  graph.planStatuses({ delayMs: 1 });
  twilio.planStatuses({ delayMs: 1 });
  return {
    url: service.url,
    dataDir,
    graph,
    twilio,
    deskAccounts: service.deskAccounts.madeUp,
    log,
    [Symbol.asyncDispose]: async () => {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
