/**
 * Builds the image of our Dockerfile without Docker, line by line, each stage in a root folder of its own (chroot in a mount
 * namespace of its own), and runs the last one as the Dockerfile says: as nobody, on a read-only root, with one volume.
 * This machine's own system stands in for the base image, with the Node of package.json. Needs root.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  PROJECT,
  listProjectFiles,
  parseCopy,
  readAllowedPaths,
  readDockerfile,
  readEnvironment,
} from '../ops/dockerfile.ts';
import type { Stage } from '../ops/dockerfile.ts';
import { SYSTEM_PATH, mountBase } from './container-base.ts';
import { runImage } from './container-run.ts';
import type { ContainerRun } from './container-run.ts';

export interface ContainerResult extends ContainerRun {
  readonly buildSeconds: number;
  /** Of the packages, of ours with what was learnt and built, and of Node itself; the base image adds Debian to it. */
  readonly megabytes: { readonly packages: number; readonly faro: number; readonly node: number };
}

/** What the base image brings; everything else in the root folder is ours. */
const BASE_FOLDERS = ['usr', 'etc', 'dev', 'proc', 'tmp', 'opt', 'root'] as const;
const BASE_LINKS = { bin: 'usr/bin', lib: 'usr/lib', lib64: 'usr/lib64', sbin: 'usr/sbin' } as const;

/** Why the drill cannot run here; null when it can. */
function containerObstacle(): string | null {
  if (process.getuid?.() !== 0) return 'it needs root, for mounts and for becoming nobody';
  try {
    execFileSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt && setpriv --version && chroot --version']);
    return null;
  } catch {
    return 'it needs unshare, mount, chroot and setpriv, and a machine that lets root use them';
  }
}

export async function runContainerDrill(): Promise<ContainerResult | string> {
  const obstacle = containerObstacle();
  if (obstacle !== null) return `left out: ${obstacle}.`;
  const folder = mkdtempSync(join(tmpdir(), 'faro-container-'));
  try {
    const startedMs = performance.now();
    const { root, stage } = await buildImage(folder);
    const buildSeconds = Math.round((performance.now() - startedMs) / 1000);
    const keys = {
      MASTER_KEYS: `drill:${randomBytes(32).toString('base64')}`,
      CONTACT_KEY: randomBytes(32).toString('base64'),
    };
    const run = await runImage(root, stage, keys);
    return { buildSeconds, megabytes: weigh(root), ...run };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function buildImage(folder: string): Promise<{ readonly root: string; readonly stage: Stage }> {
  const context = join(folder, 'context');
  for (const path of listProjectFiles(readAllowedPaths())) copyInto(join(PROJECT, path), join(context, path));
  const roots = new Map<string | null, string>([[null, context]]);
  let built: { readonly root: string; readonly stage: Stage } | null = null;
  for (const [index, stage] of readDockerfile().entries()) {
    const root = join(folder, `stage-${index}`);
    makeRoot(root);
    await performStage(stage, root, roots);
    if (stage.name !== null) roots.set(stage.name, root);
    built = { root, stage };
  }
  if (built === null) throw new Error('The Dockerfile has no stage.');
  return built;
}

function makeRoot(root: string): void {
  for (const name of BASE_FOLDERS) mkdirSync(join(root, name), { recursive: true });
  writeFileSync(join(root, 'opt/node'), '');
  for (const [name, target] of Object.entries(BASE_LINKS)) execFileSync('ln', ['-s', target, join(root, name)]);
}

async function performStage(stage: Stage, root: string, roots: ReadonlyMap<string | null, string>): Promise<void> {
  let workdir = '/';
  for (const { name, rest } of stage.instructions) {
    if (name === 'WORKDIR') {
      workdir = rest;
      mkdirSync(join(root, workdir), { recursive: true });
    } else if (name === 'COPY') {
      const { from, sources, target } = parseCopy(rest);
      const origin = roots.get(from);
      if (origin === undefined) throw new Error(`COPY from a stage that is not there: ${rest}`);
      for (const source of sources) {
        // Into a folder when it ends in a slash, else as that name.
        const into = target.endsWith('/') ? join(target, source) : target;
        copyInto(join(origin, source), join(root, into.startsWith('/') ? '' : workdir, into));
      }
    } else if (name === 'RUN') {
      await runLine(root, workdir, rest, readEnvironment(stage));
    }
  }
}

/** Links stay links: `node_modules/.bin` is full of them. */
function copyInto(source: string, target: string): void {
  if (!existsSync(source)) return; // deleted in the work tree, but git does not know it yet
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
}

async function runLine(
  root: string,
  workdir: string,
  line: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const script = [
    mountBase(root),
    // What is downloaded once need not be downloaded for each stage.
    `mount --bind "${homedir()}" "${root}/root"`,
    `exec chroot "${root}" /bin/sh -ec 'cd ${workdir}; ${line.replaceAll("'", String.raw`'\''`)}'`,
  ].join(' && ');
  await promisify(execFile)('unshare', ['-m', 'sh', '-ec', script], {
    env: { PATH: SYSTEM_PATH, HOME: '/root', ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
}

function weigh(root: string): ContainerResult['megabytes'] {
  const packages = sizeOf(join(root, 'app/node_modules'));
  return {
    packages: toMegabytes(packages),
    faro: toMegabytes(sizeOf(join(root, 'app')) - packages),
    node: toMegabytes(lstatSync(process.execPath).size),
  };
}

/** As the files lie on a disk that works in blocks of 4 KiB. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + Math.ceil(lstatSync(join(entry.parentPath, entry.name)).size / 4096) * 4096,
    0,
  );
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
