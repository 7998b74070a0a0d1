import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsolePages } from '../../src/desk/serve-console.ts';

const SCRIPT = 'globalThis.desk = "mesa";'.repeat(50);
let folder: string;
let origin: string;
let close: () => void;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faro-pages-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Faro</title>');
  writeFileSync(join(folder, 'service-worker.js'), '// nothing');
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}');
  const script = join(folder, 'assets/index-abc.js');
  writeFileSync(script, SCRIPT);
  writeFileSync(`${script}.br`, brotliCompressSync(SCRIPT));
  writeFileSync(`${script}.gz`, gzipSync(SCRIPT));
  writeFileSync(join(folder, '..', 'faro-not-ours.txt'), 'secret');
  const app = express();
  app.use('/desk', await createConsolePages(folder));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
  close = () => server.close();
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true });
});

test.each(['/desk', '/desk/', '/desk/cases', '/desk/cases/abc123'])(
  '%s is the page, and is never kept',
  async (path) => {
    const answer = await fetch(origin + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  },
);

test('a built file is kept for good, because its name changes with it', async () => {
  const answer = await fetch(`${origin}/desk/assets/index-abc.js`);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('content-type')).toContain('javascript');
  expect(await answer.text()).toBe(SCRIPT);
});

test.each([
  ['br', 'br'],
  ['gzip', 'gzip'],
  ['identity', null],
])('whoever takes %s gets it', async (accepted, given) => {
  const answer = await fetch(`${origin}/desk/assets/index-abc.js`, { headers: { 'accept-encoding': accepted } });
  expect(answer.headers.get('content-encoding')).toBe(given);
  expect(answer.headers.get('vary')).toContain('Accept-Encoding');
  expect(await answer.text()).toBe(SCRIPT);
});

test('the service worker is asked for anew each time', async () => {
  const answer = await fetch(`${origin}/desk/service-worker.js`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('service-worker-allowed')).toBe('/desk');
});

test.each(['/desk/assets/other.js', '/desk/..%2ffaro-not-ours.txt', '/desk/%2e%2e/faro-not-ours.txt', '/desk/a.php'])(
  '%s is not there',
  async (path) => {
    expect((await fetch(origin + path)).status).toBe(404);
  },
);
