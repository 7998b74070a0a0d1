/** What documents tell people to type exists. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { PROJECT, listProjectFiles } from './dockerfile.ts';

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

const { version, scripts, dependencies } = z
  .object({
    version: z.string(),
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')));

const documents = listProjectFiles(['*.md', 'docs', 'ops', 'Dockerfile', 'compose.yaml']).filter(
  (path) => /\.(md|example|ya?ml|service)$|^Dockerfile$/.test(path) && existsSync(join(PROJECT, path)),
);

test('every `npm run …` of the documents is a script of package.json', () => {
  const commands = documents.flatMap((path) =>
    [...read(path).matchAll(/npm run (?:-s |-- )?([a-z][\w:-]*)/g)].map(([, name = '']) => ({ path, name })),
  );
  expect(commands.length).toBeGreaterThan(20);
  expect(commands.filter(({ name }) => !(name in scripts))).toEqual([]);
});

test('every script starts a file that is there, or a program that is installed', () => {
  const files = Object.values(scripts).flatMap((script) => script.match(/\S+\.ts\b/g) ?? []);
  expect(files.filter((file) => !existsSync(join(PROJECT, file)))).toEqual([]);
});

test('links between the runbook and what it names lead somewhere', () => {
  const broken = ['docs/runbook.md', 'docs/metrics.md'].flatMap((path) => {
    const text = read(path);
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    return links.filter((link) => !leadsSomewhere(link, path, text));
  });
  expect(broken).toEqual([]);
});

function leadsSomewhere(link: string, path: string, text: string): boolean {
  if (/^https?:/.test(link)) return true;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? path : join(dirname(path), file);
  if (!existsSync(join(PROJECT, target))) return false;
  return anchor === undefined || anchorsOf(file === '' ? text : read(target)).includes(anchor);
}

/** As GitHub makes them from headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('the unit starts what `npm start` starts, with the Node that npm ci brought, and may write to its state alone', () => {
  const unit = new Map(
    read('ops/systemd/faro.service')
      .split('\n')
      .filter((line) => /^[A-Z]\w+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  expect(unit.get('ExecStart')?.replace('/opt/faro/node_modules/node/bin/', '')).toBe(scripts['start']);
  expect(dependencies['node']).toBeDefined();
  expect(unit.get('Environment')).toContain('DATA_DIR=/var/lib/faro');
  expect(unit.get('StateDirectory')).toBe('faro');
  expect(unit.get('ProtectSystem')).toBe('strict');
  expect(unit.get('ReadWritePaths')).toBeUndefined();
  // The service's own limit to end is nine seconds.
  expect(Number(unit.get('TimeoutStopSec'))).toBeGreaterThan(9);
});

test('the nightly backup runs a command that is there, and keeps copies for less than deletions are remembered', () => {
  const unit = read('ops/systemd/faro-backup.service');
  const command = /^ExecStart=\S+ (src\/\S+\.ts) backup \S+$/m.exec(unit)?.[1] ?? '';
  expect(`node ${command}`).toBe(scripts['store']);
  expect(Number(/-mtime \+(\d+) -delete$/m.exec(unit)?.[1])).toBeLessThan(35);
});

test('images are named after the version that they hold', () => {
  for (const path of ['compose.yaml', 'ops/compose.sqlite.yaml'])
    expect(read(path)).toContain(`image: faro:${version}\n`);
});
