/** Serves the desk's pages from memory: a few files, which were compressed when they were built. */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { pageHeaders } from './headers.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};
const INDEX = 'index.html';
const A_YEAR = 'public, max-age=31536000, immutable';
const AN_HOUR = 'public, max-age=3600';
const NEVER = 'no-store';

interface Page {
  readonly type: string;
  readonly cacheControl: string;
  readonly plain: Buffer;
  readonly gzip: Buffer | null;
  readonly brotli: Buffer | null;
}

/** @param folder - as `findOrBuildConsole` gives it; not read again */
export async function createConsolePages(folder: string): Promise<Router> {
  const pages = await readPages(folder);
  const router = Router();
  router.use(...pageHeaders());
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    const page = findPage(pages, request.path);
    if (page === null) response.status(404).type('text/plain').send('There is no such page at the desk.');
    else sendPage(request, response, page);
  });
  return router;
}

/** What has no ending is a place inside the console, which finds its way itself. */
function findPage(pages: ReadonlyMap<string, Page>, path: string): Page | null {
  const name = path.slice(1);
  return pages.get(extname(name) === '' ? INDEX : name) ?? null;
}

function sendPage(request: Request, response: Response, page: Page): void {
  response.set({
    'Content-Type': page.type,
    'Cache-Control': page.cacheControl,
    Vary: 'Accept-Encoding',
    // The worker lies under /desk/, and /desk itself is a page of it.
    'Service-Worker-Allowed': '/desk',
  });
  const [encoding, body] = choose(request, page);
  if (encoding !== null) response.set('Content-Encoding', encoding);
  response.send(body);
}

function choose(request: Request, page: Page): readonly [encoding: string | null, body: Buffer] {
  if (page.brotli !== null && request.acceptsEncodings('br') !== false) return ['br', page.brotli];
  if (page.gzip !== null && request.acceptsEncodings('gzip') !== false) return ['gzip', page.gzip];
  return [null, page.plain];
}

async function readPages(folder: string): Promise<ReadonlyMap<string, Page>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pages = files
    .filter((file) => !/\.(br|gz)$/.test(file))
    .map(async (file) => {
      const name = relative(folder, file).replaceAll(sep, '/');
      return [name, await readPage(file, name)] as const;
    });
  return new Map(await Promise.all(pages));
}

async function readPage(file: string, name: string): Promise<Page> {
  const [plain, gzip, brotli] = await Promise.all([
    readFile(file),
    readIfThere(`${file}.gz`),
    readIfThere(`${file}.br`),
  ]);
  return {
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    cacheControl: cachingOf(name),
    plain,
    gzip,
    brotli,
  };
}

function readIfThere(file: string): Promise<Buffer | null> {
  return readFile(file).catch(() => null);
}

/** Built files carry a hash of what is in them; the page that names them must always be the newest. */
function cachingOf(name: string): string {
  if (name.startsWith('assets/')) return A_YEAR;
  return name === INDEX || name === 'service-worker.js' ? NEVER : AN_HOUR;
}
