import { sql } from 'kysely';
import { expect, inject, test } from 'vitest';
import { openPostgres } from '../../src/store/postgres.ts';
import { startFaultProxy } from '../fakes/fault-proxy.ts';
import type { NetworkFault } from '../fakes/fault-proxy.ts';

const server = inject('postgres') ?? null;
/** A beat, its limit and the look after it, on a machine that does other work too. */
const NOTICED_WITHIN_MS = 12_000;

const FAULTS: readonly NetworkFault[] = ['freeze', 'black_hole', 'refuse', 'reset'];

test.skipIf(server === null).each(FAULTS)(
  'PostgreSQL behind a network that does "%s": what was asked fails in seconds, then at once, and works again afterwards',
  async (fault) => {
    const proxy = await startFaultProxy(Number(new URL(server ?? '').port));
    const url = new URL(server ?? '');
    url.port = String(proxy.port);
    const database = openPostgres(url.href);
    const ask = (): Promise<unknown> => database.write((db) => sql`select 1`.execute(db));
    try {
      await ask();
      await new Promise((resolve) => setTimeout(resolve, 1_500)); // its pulse is known to be well
      await proxy.fail(fault);
      const failed = performance.now();
      const asked = Array.from({ length: 40 }, () => expect(ask()).rejects.toMatchObject({ code: 'away' }));
      await Promise.all(asked);
      expect(performance.now() - failed).toBeLessThan(NOTICED_WITHIN_MS);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      const again = performance.now();
      await expect(ask()).rejects.toMatchObject({ code: 'away' });
      expect(performance.now() - again).toBeLessThan(1_000);
      await proxy.heal();
      await expect
        .poll(
          () =>
            ask().then(
              () => 'answered',
              () => 'away',
            ),
          { timeout: 20_000 },
        )
        .toBe('answered');
      expect(proxy.openConnections()).toBeLessThan(16); // what was dropped is closed, and not piled up
    } finally {
      await proxy.heal();
      await database.close();
      await proxy.stop();
    }
  },
);
