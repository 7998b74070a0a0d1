/**
 * Loaded into the service before its own code (`--import`): on SIGUSR2 it collects garbage and writes down what the
 * process holds, into the file that FARO_DRILL_PROBE names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

export interface Holdings {
  readonly heapBytes: number;
  readonly residentBytes: number;
  /** Timers, sockets and so on that keep the process alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

function look(): Holdings {
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, residentBytes: rss, resources };
}

const path = process.env['FARO_DRILL_PROBE'];
if (isMainThread && path !== undefined) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // V8's own, there since the flag was set
  process.on('SIGUSR2', () => {
    collect();
    collect(); // what the first round made unreachable
    writeFileSync(`${path}.new`, JSON.stringify(look()));
    renameSync(`${path}.new`, path);
  });
}
