/**
 * SIGKILL cannot show whether "200" waited for the disk: the page cache survives it. strace can. No answer may be
 * written before a sync that came after the request was read; with `synchronous=NORMAL` the same check must fail.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SyncResult {
  readonly mode: 'FULL' | 'NORMAL';
  readonly answers: number;
  readonly syncs: number;
  /** Answers that were written although nothing was synced since their request came. */
  readonly unsynced: number;
}

export function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Requests come one after the other, so that each answer needs a sync of its own. */
export async function runSyncDrill(mode: SyncResult['mode'], requests: number): Promise<SyncResult> {
  const dir = mkdtempSync(join(tmpdir(), 'faro-sync-'));
  const trace = join(dir, 'trace');
  const child = fileURLToPath(new URL('sync-service.ts', import.meta.url));
  const options = [
    '-f',
    '-qq',
    '-e',
    'trace=fsync,fdatasync,read,write,writev,recvfrom,sendto',
    '-s',
    '20',
    '-o',
    trace,
  ];
  const traced = spawn('strace', [...options, process.execPath, child, dir, mode, String(requests)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(traced, 'exit')) as [number | null]; // exit gives a code, or null after a signal
  if (code !== 0) throw new Error(`Expected the traced service to end well, got exit code ${code}.`);
  const result = readTrace(readFileSync(trace, 'latin1'));
  rmSync(dir, { recursive: true, force: true });
  return { mode, ...result };
}

/** Goes through the calls in order: a request makes the state unsynced, a sync makes it synced, an answer asks. */
function readTrace(trace: string): Omit<SyncResult, 'mode'> {
  let synced = true;
  let answers = 0;
  let syncs = 0;
  let unsynced = 0;
  for (const line of trace.split('\n')) {
    if (/(?:read|recvfrom)\(.*"POST \/webhooks/.test(line)) synced = false;
    else if (/f(?:data)?sync\(.*= 0|<\.\.\. f(?:data)?sync resumed.*= 0/.test(line)) {
      synced = true;
      syncs += 1;
    } else if (/(?:write|writev|sendto)\(.*"HTTP\/1\.1 200 OK/.test(line)) {
      answers += 1;
      if (!synced) unsynced += 1;
    }
  }
  return { answers, syncs, unsynced };
}
