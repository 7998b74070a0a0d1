/** What Dockerfile and compose files promise. `npm run drill container` builds and runs the same without Docker. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { VARIABLES } from '../../src/config/variables.ts';
import {
  PROJECT,
  listProjectFiles,
  parseCopy,
  readAllowedPaths,
  readDockerfile,
  readEnvironment,
  restsOf,
} from './dockerfile.ts';

const stages = readDockerfile();
const last = stages.at(-1);
if (last === undefined) throw new Error('The Dockerfile has no stage.');

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

const packageSchema = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});
const { scripts, dependencies } = packageSchema.parse(JSON.parse(read('package.json')));

test('every stage stands on the version of Node that package.json names', () => {
  const images = new Set(stages.map(({ image }) => image));
  expect([...images]).toEqual([`node:${dependencies['node']}-trixie-slim`]);
});

test('everything that is copied exists, and .dockerignore lets it in', () => {
  const allowed = readAllowedPaths();
  const copies = stages.flatMap((stage) => restsOf(stage, 'COPY').map(parseCopy)).filter(({ from }) => from === null);
  const sources = copies.flatMap((copy) => copy.sources);
  expect(sources.filter((path) => !allowed.includes(path) || !existsSync(join(PROJECT, path)))).toEqual([]);
  expect(allowed.filter((path) => !sources.includes(path))).toEqual([]);
});

test('no key, no environment, no data and no history gets into the image', () => {
  const files = listProjectFiles(readAllowedPaths());
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((path) => /(^|\/)(\.env|keys\.env|data|\.git|node_modules)(\/|$)|\.sqlite/.test(path))).toEqual(
    [],
  );
  const names = stages.flatMap((stage) => Object.keys(readEnvironment(stage)));
  expect(names.filter((name) => /KEY|TOKEN|SECRET|PASSWORD|DATABASE_URL/.test(name))).toEqual([]);
});

test('what runs is nobody, with a folder of its own, and ends by a signal', () => {
  expect(restsOf(last, 'USER')).toEqual(['65532:65532']);
  expect(restsOf(last, 'VOLUME')).toEqual([readEnvironment(last)['DATA_DIR']]);
  expect(readEnvironment(last)).toMatchObject({ NODE_ENV: 'production', HOST: '0.0.0.0' });
  // A shell between would keep the signal for itself.
  const command = z.array(z.string()).parse(JSON.parse(restsOf(last, 'CMD')[0] ?? ''));
  expect(command.join(' ')).toBe(scripts['start']);
});

test('no package runs a script of its own while the image is built', () => {
  const installs = stages.flatMap((stage) => restsOf(stage, 'RUN')).filter((line) => /npm (ci|install)/.test(line));
  expect(installs).toHaveLength(2);
  for (const line of installs) expect(line).toMatch(/npm ci (--omit=dev )?--ignore-scripts /);
});

test('the health check runs in what is in the image', () => {
  const health = /CMD (\[.*\])$/.exec(restsOf(last, 'HEALTHCHECK')[0] ?? '')?.[1] ?? '';
  const [program, ...words] = z.array(z.string()).parse(JSON.parse(health));
  expect(program).toBe('node');
  expect(words.join(' ')).toContain('/healthz');
});

const serviceSchema = z.looseObject({
  image: z.string(),
  user: z.string().optional(),
  env_file: z.string().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()),
  networks: z.array(z.string()).default([]),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string()),
  stop_grace_period: z.string(),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() }).nullable()).default({}),
});

test.each(['compose.yaml', 'ops/compose.sqlite.yaml'])(
  '%s: read-only, no capability, no secret, this machine only',
  (path) => {
    const { services } = composeSchema.parse(parse(read(path)));
    for (const { image, ports, volumes, environment, stop_grace_period } of Object.values(services)) {
      expect(image).toMatch(/:\d+\.\d+[\w.-]*$/); // a version, never `latest`
      expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
      expect(volumes.filter((volume) => /^[./]/.test(volume))).toEqual([]);
      expect(Number.parseInt(stop_grace_period, 10)).toBeGreaterThan(9);
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|DATABASE_URL/.test(name)) expect(value).toContain('${POSTGRES_PASSWORD:?');
      }
    }
    expect(services['faro']?.volumes).toEqual([`faro-data:${readEnvironment(last)['DATA_DIR']}`]);
    expect(services['faro']?.env_file).toMatch(/^(\.\.\/)?\.env$/);
  },
);

test('the database is reached by Faro alone and runs as nobody who may do more', () => {
  const { services, networks } = composeSchema.parse(parse(read('compose.yaml')));
  const inner = Object.keys(networks).filter((name) => networks[name]?.internal === true);
  expect(services['postgres']).toMatchObject({ networks: inner, ports: [], user: '999:999' });
  // From version 18 on the image keeps its data one folder deeper; mounted there, they would be gone with the container.
  expect(services['postgres']?.volumes).toEqual(['postgres:/var/lib/postgresql']);
});

test('the example of the environment holds names that Faro reads, and not one value', () => {
  const lines = read('ops/env.example')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const names = lines.map((line) => /^([A-Z_]+)=$/.exec(line)?.[1]);
  expect(names.filter((name) => name === undefined || !(name in VARIABLES || name === 'POSTGRES_PASSWORD'))).toEqual(
    [],
  );
  expect(read('.gitignore').split('\n')).toContain('.env');
});
