/** Loaded into the service by the memory benchmark: says at SIGUSR2 what the process holds. Needs `--expose-gc`. */
import { readdirSync } from 'node:fs';

process.on('SIGUSR2', () => {
  const collect: unknown = Reflect.get(globalThis, 'gc');
  if (typeof collect === 'function') for (let round = 0; round < 3; round += 1) Reflect.apply(collect, null, []);
  const { heapUsed } = process.memoryUsage();
  const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').length : Number.NaN;
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  process.stdout.write(`held ${JSON.stringify({ megabytes: heapUsed / 2 ** 20, files, timers })}\n`);
});
