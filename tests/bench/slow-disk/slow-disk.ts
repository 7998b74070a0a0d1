/** A disk that takes longer for every sync, for one process: where there is a C compiler and Linux. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type SlowDisk =
  | { readonly kind: 'ready'; readonly environment: Readonly<Record<string, string>> }
  /** Why there is none, in one sentence. */
  | { readonly kind: 'left_out'; readonly reason: string };

/** @param ms - what every sync takes on top */
export function slowDisk(ms: number): SlowDisk {
  if (process.platform !== 'linux')
    return { kind: 'left_out', reason: 'The slow disk is left out: it is tried on Linux only.' };
  const source = fileURLToPath(new URL('slow-fsync.c', import.meta.url));
  const library = join(mkdtempSync(join(tmpdir(), 'faro-slow-disk-')), 'slow-fsync.so');
  const compiler = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl'], { stdio: 'ignore' });
  if (compiler.status !== 0) {
    return { kind: 'left_out', reason: 'The slow disk is left out: this machine has no C compiler (cc).' };
  }
  return { kind: 'ready', environment: { LD_PRELOAD: library, SLOW_FSYNC_US: String(ms * 1_000) } };
}
