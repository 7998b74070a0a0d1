/**
 * A power cut: everything that was not synced is gone. The database lies on a file system of its own in one file (a loop
 * device); while people write, the service and the database's server are stopped dead and that file is copied: what the
 * inner file system still kept in memory is not in it. Every message that was answered 200 must be in the copy. Needs root.
 *
 * The same without any sync is the control: it must lose some. The rate is low on purpose: at full speed the kernel
 * writes back all the time, which hides the hole.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { startPostgres } from '../fakes/postgres-server.ts';
import { readKept } from './account.ts';
import type { House } from './account.ts';
import { startTroubledPostgres } from './outage-server.ts';
import { prepareService } from './service.ts';
import { startWriters } from './writers.ts';
import type { Written } from './writers.ts';

export interface PowerResult {
  readonly store: 'sqlite' | 'postgres';
  readonly mode: 'synced' | 'unsynced';
  readonly runs: number;
  readonly taken: number;
  readonly lost: number;
}

const DISK_MB = 512;
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

type Mode = PowerResult['mode'];

export async function runPowerDrill(store: PowerResult['store'], mode: Mode, runs: number): Promise<PowerResult> {
  let taken = 0;
  let lost = 0;
  for (let run = 0; run < runs; run += 1) {
    const one = await cutOnce(store, mode);
    taken += one.taken;
    lost += one.lost;
  }
  return { store, mode, runs, taken, lost };
}

async function cutOnce(
  store: PowerResult['store'],
  mode: Mode,
): Promise<{ readonly taken: number; readonly lost: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'faro-power-'));
  chmodSync(folder, 0o755); // PostgreSQL refuses to be root
  const disk = join(folder, 'disk.img');
  const mounted = mountNew(disk, join(folder, 'mounted'));
  const copied = join(folder, 'copied');
  try {
    const house = store === 'sqlite' ? await cutSqlite(mounted, mode) : await cutPostgres(mounted, mode);
    try {
      cpSync(disk, join(folder, 'copy.img')); // nobody writes any more
      mount(join(folder, 'copy.img'), copied);
    } finally {
      await house.end();
    }
    const kept = await house.countKept(copied);
    execFileSync('umount', [copied]);
    return { taken: house.taken.length, lost: house.taken.length - kept };
  } finally {
    execFileSync('umount', [mounted]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stopped dead while people wrote. */
interface CutHouse {
  /** Answered 200 before. */
  readonly taken: readonly Written[];
  /** Lets go of the disk. */
  end(): Promise<void>;
  /** @param folder - what was on the disk */
  countKept(folder: string): Promise<number>;
}

async function cutSqlite(mounted: string, mode: Mode): Promise<CutHouse> {
  const environment = {
    DATA_DIR: mounted,
    ...(mode === 'unsynced' ? { NODE_OPTIONS: `--import=${new URL('sync-less.ts', import.meta.url).href}` } : {}),
  };
  const { taken, end } = await writeAndStop(mounted, environment, () => {});
  return { taken, end, countKept: (folder) => countKept({ dataDir: folder, databaseUrl: null }, taken) };
}

async function cutPostgres(mounted: string, mode: Mode): Promise<CutHouse> {
  const settings = mode === 'unsynced' ? ['fsync=off'] : [];
  const server = await startTroubledPostgres({ folder: join(mounted, 'server'), settings });
  const { url } = await server.createDatabase();
  const name = new URL(url).pathname.slice(1);
  const dataDir = `${mounted}-keys`;
  const environment = { DATA_DIR: dataDir, DATABASE_URL: url };
  const { taken, end } = await writeAndStop(mounted, environment, () => server.signal('SIGSTOP'));
  return {
    taken,
    end: async () => {
      server.signal('SIGCONT');
      await end();
      await server[Symbol.asyncDispose]();
    },
    countKept: async (folder) => {
      rmSync(join(folder, 'server/data/postmaster.pid'), { force: true }); // of the server that lost its power
      const again = await startPostgres({ durable: true, folder: join(folder, 'server'), isThere: true }).catch(
        () => null,
      );
      if (again === null) return 0;
      try {
        return await countKept({ dataDir, databaseUrl: again.urlOf(name) }, taken);
      } finally {
        await again.stop();
      }
    },
  };
}

/** @param stopMore - called when the service has been stopped */
async function writeAndStop(
  mounted: string,
  environment: Readonly<Record<string, string>>,
  stopMore: () => void,
): Promise<Pick<CutHouse, 'taken' | 'end'>> {
  const graph = await startFakeGraph({ window: false, pairLimit: 'off', keep: 0, statuses: { steps: [] } });
  const service = await prepareService({ graph, environment: { ...environment, LOG_LEVEL: 'silent' } });
  await service.start();
  execFileSync('sync', ['-f', mounted]); // what was there before people wrote is not the question
  const { appSecret, phoneNumberId } = graph;
  const writers = startWriters({ url: service.url, appSecret, phoneNumberId, people: 2_000, perSecond: PER_SECOND });
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1_000));
  process.kill(service.pid, 'SIGSTOP');
  stopMore();
  // An answer that is still on its way was given before; one that comes later was not: nothing runs.
  const taken = [...writers.taken];
  writers.stop();
  return {
    taken,
    end: async () => {
      await service[Symbol.asyncDispose]();
      await graph.stop();
    },
  };
}

/** A file that cannot even be read holds nothing. */
async function countKept(house: House, taken: readonly Written[]): Promise<number> {
  try {
    return await readKept(house, taken);
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
