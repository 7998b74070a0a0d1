/**
 * Keeps the shell of the console for a slow or broken line: the built files, and the page that names them. Nothing of
 * the API passes through here, so nothing of anybody is ever kept.
 */
/// <reference lib="webworker" />
const worker = globalThis as unknown as ServiceWorkerGlobalScope; // this file runs as a service worker only

const SHELL = 'faro-shell-1';
const PAGE = '/desk';
const ASSETS = '/desk/assets/';
/** A line that is slower than that shows the page of last time. */
const PATIENCE_MS = 3_000;

worker.addEventListener('install', (event) => {
  event.waitUntil(worker.skipWaiting());
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith(ASSETS)) event.respondWith(fromShell(request));
  else if (request.mode === 'navigate' && pathname.startsWith(PAGE)) event.respondWith(newestPage());
});

/** Their names change with what is in them. */
async function fromShell(request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  const kept = await shell.match(request);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await shell.put(request, answer.clone());
  return answer;
}

async function newestPage(): Promise<Response> {
  const shell = await caches.open(SHELL);
  try {
    const answer = await fetch(PAGE, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) return answer;
    await keepPage(shell, answer.clone());
    return answer;
  } catch (error) {
    const kept = await shell.match(PAGE);
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** A new page names new files: those of the old one go. */
async function keepPage(shell: Cache, page: Response): Promise<void> {
  const before = await (await shell.match(PAGE))?.text();
  if (before !== (await page.clone().text())) {
    for (const request of await shell.keys()) await shell.delete(request);
  }
  await shell.put(PAGE, page);
}
