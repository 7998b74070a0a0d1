/** How long a start takes until the service is ready, and how much memory it holds when nobody writes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './service.ts';

export interface StartResult {
  readonly readyMs: number;
  readonly residentMb: number;
}

const PORT = '3917';
const IDLE_MS = 3_000;

/** As a person does it: `npm start` in the project's folder, with an empty DATA_DIR and the simulator on. */
export async function measureStart(): Promise<StartResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-start-'));
  const startedMs = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', DATA_DIR: dataDir, PORT },
    stdio: 'ignore',
    detached: true,
  });
  const { pid } = npm;
  if (pid === undefined) throw new Error('npm could not be started.');
  try {
    await waitUntil(isReady, 30_000, 'the service is ready');
    const readyMs = Math.round(performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    return { readyMs, residentMb: Math.round(await readResidentMb()) };
  } finally {
    process.kill(-pid, 'SIGTERM');
    await once(npm, 'exit');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => null);
  return answer?.status === 200;
}

/** Resident memory by the service's own metrics, in megabytes. */
async function readResidentMb(): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${PORT}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1_048_576;
}
