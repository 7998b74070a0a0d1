/** Dashboard, alarms, their documents and the running service speak of the same metrics. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { startTestService } from '../journey/running-service.ts';
import type { RunningTestService } from '../journey/running-service.ts';
import { PROJECT } from './dockerfile.ts';

function read(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

interface Documented {
  readonly name: string;
  readonly labels: readonly string[];
}

/** The rows of the table in docs/metrics.md. */
const documented: readonly Documented[] = [
  ...read('docs/metrics.md').matchAll(/^\| `(faro_\w+)` +\| \w+ +\| ([^|]*)\|/gm),
].map(([, name = '', labels = '']) => ({
  name,
  labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
}));

const dashboardSchema = z.object({
  panels: z.array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) })),
});
const dashboard = dashboardSchema.parse(JSON.parse(read('ops/grafana/faro.json')));
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Faro[A-Za-z]+$/),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string() }),
        }),
      ),
    }),
  ),
});
const alerts = rulesSchema.parse(parse(read('ops/prometheus/faro.rules.yaml'))).groups.flatMap(({ rules }) => rules);
const queries = [
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...alerts.map(({ expr }) => expr),
];

/** A histogram is asked for by its parts. */
function baseOf(name: string): string {
  return name.replace(/_(bucket|sum|count)$/, '');
}

let service: RunningTestService;
let live: ReadonlySet<string>;

beforeAll(async () => {
  service = await startTestService();
  const text = await (await fetch(`${service.url}/metrics`)).text();
  live = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name));
});
afterAll(() => service[Symbol.asyncDispose]());

test('every metric that the dashboard or an alarm asks for is there in a running service', () => {
  const asked = new Set(queries.flatMap((query) => query.match(/\b(faro|process|nodejs)_\w+/g) ?? []));
  expect(asked.size).toBeGreaterThan(40);
  expect([...asked].filter((name) => !live.has(name) && !live.has(baseOf(name)))).toEqual([]);
});

test('every metric of ours is documented, and nothing else is', () => {
  const ours = [...live].filter((name) => name.startsWith('faro_')).sort();
  expect(documented.map(({ name }) => name)).toEqual(ours);
});

test('every metric of ours is looked at by somebody', () => {
  const unseen = documented.filter(
    ({ name }) => !queries.some((query) => new RegExp(String.raw`\b${name}(_bucket)?\b`).test(query)),
  );
  expect(unseen.map(({ name }) => name)).toEqual([]);
});

test('labels are asked for by the names that they have', () => {
  const wrong = queries.flatMap((query) =>
    [...query.matchAll(/\b(faro_\w+)\{([^}]*)\}/g)].flatMap(([, name = '', matchers = '']) => {
      const labels = documented.find((one) => one.name === baseOf(name) || one.name === name)?.labels ?? [];
      const used = [...matchers.matchAll(/(\w+)\s*[=!]/g)].map(([, label = '']) => label);
      return used.filter((label) => !labels.includes(label)).map((label) => `${name}{${label}}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('every alarm stands in the runbook under its own name, with what to do, and no other does', () => {
  const [, alarms = ''] = read('docs/runbook.md').split('\n## Alarms\n');
  const sections = alarms.split('\n### ').slice(1);
  expect(sections.map((section) => section.slice(0, section.indexOf('\n'))).sort()).toEqual(
    alerts.map(({ alert }) => alert).sort(),
  );
  const parts = ['**For people**', '**Look**', '**Do**', '**Over when**'];
  expect(sections.filter((section) => !parts.every((part) => section.includes(part)))).toEqual([]);
});

test('no label comes from a person', () => {
  const labels = new Set(documented.flatMap((one) => one.labels));
  expect(
    [...labels].filter((label) => /phone|contact|person|address|name|text|case|agent|email|id$/.test(label)),
  ).toEqual([]);
});
