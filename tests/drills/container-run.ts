/** Runs what `container-drill.ts` has built, talks to it, ends it, and looks at what it left behind. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { readEnvironment, restsOf } from '../ops/dockerfile.ts';
import type { Stage } from '../ops/dockerfile.ts';
import { SYSTEM_PATH, mountBase } from './container-base.ts';
import { freePort, waitUntil } from './service.ts';

export interface ContainerRun {
  readonly readyMs: number;
  /** User id, capabilities and whether it may gain any, as the kernel says. */
  readonly process: string;
  readonly residentMb: number;
  readonly healthCheck: 'passes' | 'fails';
  /** What the practice phone was answered. */
  readonly answers: number;
  readonly deskPage: number;
  readonly exitCode: number | null;
  readonly stopMs: number;
  /** Files of the image that are other ones afterwards. */
  readonly changed: readonly string[];
  readonly volume: readonly string[];
}

const READY_WITHIN_MS = 60_000;

export async function runImage(
  root: string,
  stage: Stage,
  keys: Readonly<Record<string, string>>,
): Promise<ContainerRun> {
  const volume = `${root}-volume`;
  prepareVolume(root, volume, stage);
  const port = String(await freePort());
  const environment = {
    PATH: SYSTEM_PATH,
    ...readEnvironment(stage),
    ...keys,
    PORT: port,
    HOST: '127.0.0.1',
    SIMULATOR: 'on',
  };
  const before = listState(root);
  const startedMs = performance.now();
  const child = spawn('unshare', ['-m', 'sh', '-ec', runScript(root, volume, stage)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (written += chunk.toString()));
  try {
    const url = `http://127.0.0.1:${port}`;
    await waitUntil(() => isReady(url, child.exitCode, () => written), READY_WITHIN_MS, 'the image is ready');
    const readyMs = Math.round(performance.now() - startedMs);
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    const healthCheck = await checkHealth(stage, environment);
    const answers = (await askByPracticePhone(url, 'whatsapp')) + (await askByPracticePhone(url, 'sms'));
    const deskPage = (await fetch(`${url}/desk`)).status;
    const endsMs = performance.now();
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [exitCode] = (await ended) as [number | null]; // exit gives a code, or null after a signal
    return {
      readyMs,
      process: describeProcess(status),
      residentMb: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1000),
      healthCheck,
      answers,
      deskPage,
      exitCode,
      stopMs: Math.round(performance.now() - endsMs),
      changed: compare(before, listState(root)),
      volume: readdirSync(volume).sort(),
    };
  } finally {
    child.kill('SIGKILL');
  }
}

/** As Docker fills a new volume: with owner and mode of the folder that it covers. */
function prepareVolume(root: string, volume: string, stage: Stage): void {
  const [path = ''] = restsOf(stage, 'VOLUME');
  mkdirSync(volume, { recursive: true });
  const { uid, gid, mode } = lstatSync(join(root, path));
  chmodSync(volume, mode);
  chownSync(volume, uid, gid);
}

function runScript(root: string, volume: string, stage: Stage): string {
  const [path = ''] = restsOf(stage, 'VOLUME');
  const [user = ''] = restsOf(stage, 'USER');
  const [workdir = ''] = restsOf(stage, 'WORKDIR');
  const [uid = '', gid = ''] = user.split(':');
  const command = readWords(restsOf(stage, 'CMD')[0] ?? '');
  return [
    `mount --bind "${root}" "${root}"`,
    mountBase(root),
    `mount --bind "${volume}" "${root}${path}"`,
    `mount -o remount,bind,ro "${root}"`,
    // `exec` all the way: the process that gets the signal is Node itself, as in a container.
    `cd "${root}"`,
    `exec chroot . /usr/bin/env -C ${workdir} /usr/bin/setpriv --reuid ${uid} --regid ${gid} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all ${command.join(' ')}`,
  ].join(' && ');
}

function readWords(json: string): readonly string[] {
  return z.array(z.string()).parse(JSON.parse(json));
}

async function isReady(url: string, exitCode: number | null, output: () => string): Promise<boolean> {
  if (exitCode !== null) throw new Error(`The image ended before it was ready:\n${output()}`);
  const answer = await fetch(`${url}/readyz`).catch(() => null);
  return answer?.status === 200;
}

async function checkHealth(
  stage: Stage,
  environment: Readonly<Record<string, string>>,
): Promise<ContainerRun['healthCheck']> {
  const [, ...words] = readWords(/CMD (\[.*\])$/.exec(restsOf(stage, 'HEALTHCHECK')[0] ?? '')?.[1] ?? '[]');
  try {
    await promisify(execFile)(process.execPath, words, { env: environment });
    return 'passes';
  } catch {
    return 'fails';
  }
}

const openedSchema = z.object({ person: z.object({ id: z.string() }) });

/** @returns how many answers came */
async function askByPracticePhone(url: string, channel: 'whatsapp' | 'sms'): Promise<number> {
  const opened = openedSchema.parse(await post(`${url}/simulator/api/people`, { hidesNumber: false }));
  const { id } = opened.person;
  await post(`${url}/simulator/api/messages`, {
    channel,
    person: id,
    content: { kind: 'text', text: 'is CBP One still working?' },
  });
  const stream = await fetch(`${url}/simulator/api/events?person=${id}`, { signal: AbortSignal.timeout(20_000) });
  let seen = '';
  const decoder = new TextDecoder();
  for await (const chunk of stream.body ?? []) {
    seen += decoder.decode(chunk, { stream: true });
    if (seen.includes('cbp.gov')) return 1;
  }
  return 0;
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.json();
}

function describeProcess(status: string): string {
  const read = (name: string): string => new RegExp(String.raw`^${name}:\s+(\S+)`, 'm').exec(status)?.[1] ?? '?';
  return `uid ${read('Uid')}, gid ${read('Gid')}, capabilities ${read('CapEff')}, NoNewPrivs ${read('NoNewPrivs')}`;
}

/** Path → what would change if somebody wrote there. */
function listState(root: string): ReadonlyMap<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { size, mtimeMs, mode } = lstatSync(path);
      return [path.slice(root.length), `${size} ${mtimeMs} ${mode}`];
    }),
  );
}

function compare(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path));
}
