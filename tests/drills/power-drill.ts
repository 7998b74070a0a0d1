/**
 * A power cut, on SQLite: everything that was not synced is gone. The database lies on a file system of its own in one file (a loop
 * device); while people write, the service is stopped dead and that file is copied: what the inner file system still
 * kept in memory is not in it. Every message that was answered 200 must be in the copy. Needs root.
 *
 * The same without any sync is the control: it must lose some. The rate is low on purpose: at full speed the kernel
 * writes back all the time, which hides the hole.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { readKept } from './account.ts';
import { prepareService } from './service.ts';
import { startWriters } from './writers.ts';
import type { Written } from './writers.ts';

export interface PowerResult {
  readonly mode: 'synced' | 'unsynced';
  readonly runs: number;
  readonly taken: number;
  readonly lost: number;
}

const DISK_MB = 256;
const PER_SECOND = 200;
const SECONDS = 5;

/** Whether a file may be mounted here as a disk. */
export function canCutPower(): boolean {
  try {
    execFileSync('losetup', ['--find'], { stdio: 'ignore' });
    execFileSync('mkfs.ext4', ['-V'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

export async function runPowerDrill(mode: PowerResult['mode'], runs: number): Promise<PowerResult> {
  let taken = 0;
  let lost = 0;
  for (let run = 0; run < runs; run += 1) {
    const one = await cutOnce(mode);
    taken += one.taken;
    lost += one.lost;
  }
  return { mode, runs, taken, lost };
}

async function cutOnce(mode: PowerResult['mode']): Promise<{ readonly taken: number; readonly lost: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'faro-power-'));
  const disk = join(folder, 'disk.img');
  const mounted = mountNew(disk, join(folder, 'mounted'));
  const graph = await startFakeGraph({ window: false, pairLimit: 'off', keep: 0, statuses: { steps: [] } });
  await using service = await prepareService({
    graph,
    environment: {
      DATA_DIR: mounted,
      LOG_LEVEL: 'silent',
      ...(mode === 'unsynced' ? { NODE_OPTIONS: `--import=${new URL('sync-less.ts', import.meta.url).href}` } : {}),
    },
  });
  try {
    await service.start();
    execFileSync('sync', ['-f', mounted]); // what was there before people wrote is not the question
    const { appSecret, phoneNumberId } = graph;
    const writers = startWriters({ url: service.url, appSecret, phoneNumberId, people: 2_000, perSecond: PER_SECOND });
    await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
    process.kill(service.pid, 'SIGSTOP');
    const copy = join(folder, 'copy.img');
    cpSync(disk, copy);
    const taken = [...writers.taken];
    writers.stop();
    // `taken` may hold answers that came after the copy began only if the service still ran: it did not.
    const kept = countKept(mount(copy, join(folder, 'copied')), taken);
    execFileSync('umount', [join(folder, 'copied')]);
    return { taken: taken.length, lost: taken.length - kept };
  } finally {
    await service.end('SIGKILL');
    await graph.stop();
    execFileSync('umount', [mounted]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that cannot even be read holds nothing. */
function countKept(dataDir: string, taken: readonly Written[]): number {
  try {
    return readKept(dataDir, taken);
  } catch {
    return 0;
  }
}

function mountNew(disk: string, at: string): string {
  execFileSync('truncate', ['-s', `${DISK_MB}M`, disk]);
  execFileSync('mkfs.ext4', ['-q', disk]);
  return mount(disk, at);
}

function mount(disk: string, at: string): string {
  mkdirSync(at);
  execFileSync('mount', ['-o', 'loop', disk, at]);
  return at;
}
