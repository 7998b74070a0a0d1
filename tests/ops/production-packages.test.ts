/** The image holds no package of `devDependencies`: what the service loads must do without. */
import { isBuiltin } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROJECT, listProjectFiles } from './dockerfile.ts';

/** Imports of values; those of types are gone before Node looks for anything. */
const IMPORT = /^\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;
/** What a thread begins with; it lies beside the file that starts it. */
const THREAD = /new Worker\([^;]*?new URL\('([^']+\.ts)'/g;

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(PROJECT, file), 'utf8');
  const threads = [...text.matchAll(THREAD)].map((match) => `./${match[1]}`);
  return [...threads, ...[...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? '')];
}

/** Every file of ours that a start at `entry` loads, and every package that they name. */
function walk(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (!file.endsWith('.ts')) continue;
    for (const name of importsOf(file)) {
      if (name.startsWith('.')) open.push(relative(PROJECT, join(PROJECT, dirname(file), name)));
      else if (!isBuiltin(name)) packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
    }
  }
  return { files, packages };
}

const { dependencies, scripts } = z
  .object({ dependencies: z.record(z.string(), z.string()), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')));

/** What people of the house type on the server; the others need tests, eyes on the sources, or a network. */
const COMMANDS = ['start', 'outbox', 'audit', 'agents', 'store', 'facts', 'match'].filter((name) => name in scripts);

test.each(COMMANDS)('npm run %s needs no package that only development installs', (name) => {
  const entry = /(\S+\.ts)/.exec(scripts[name] ?? '')?.[1] ?? '';
  const { files, packages } = walk(entry);
  expect(files.size).toBeGreaterThan(10);
  expect([...packages].filter((one) => !(one in dependencies))).toEqual([]);
});

test('a start loads files of the image alone', () => {
  const tracked = new Set(listProjectFiles(['src', 'dialogs', 'content', 'locales', 'package.json']));
  expect([...walk('src/main.ts').files].filter((file) => !tracked.has(file))).toEqual([]);
});

test('the walk would notice a package that is missing', () => {
  expect([...walk('src/desk/run-vite.ts').packages].filter((one) => !(one in dependencies))).toContain('vite');
});
