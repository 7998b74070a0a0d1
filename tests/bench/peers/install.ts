/** Brings the peers from npm when they are to be measured, into `data/peers`: nothing of theirs is part of Faro. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../../data/peers', import.meta.url));
const MANIFEST = join(FOLDER, 'package.json');
const WANTED = { '@builderbot/bot': '1.3.13', '@builderbot/provider-meta': '1.2.2', bottender: '1.5.5' } as const;
const WITHIN_MS = 240_000;

/** @returns null when they are there; else why they are not, in one sentence */
export function installPeers(): string | null {
  if (Object.entries(WANTED).every(([name, version]) => installedVersion(name) === version)) return null;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(MANIFEST, JSON.stringify({ name: 'peers', private: true, dependencies: WANTED }));
  // Without their scripts: one of them would download a tunnel that nothing here needs.
  const npm = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: FOLDER,
    stdio: 'ignore',
    timeout: WITHIN_MS,
  });
  return npm.status === 0 ? null : 'BuilderBot and bottender are left out: npm could not install them.';
}

function installedVersion(name: string): string | null {
  const path = join(FOLDER, 'node_modules', name, 'package.json');
  if (!existsSync(path)) return null;
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string }).version; // every package has one
}

/** Loads a package of the peers' folder. What it is like is for the caller to know. */
export function requirePeer(name: string): unknown {
  return createRequire(MANIFEST)(name);
}
