/**
 * How long an agent with a cheap phone waits for the queue, on a line of 1.6 Mbit/s with 150 ms, in a real Chromium: for the
 * first time, and once the browser has the console's files.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../fakes/browser.ts';
import { startTestService } from '../journey/running-service.ts';
import type { RunningTestService } from '../journey/running-service.ts';
import { signIn } from './desk-visitor.ts';

export interface FirstLoadResult {
  /** Until the form of the door can be used, with nothing of it in the browser. */
  readonly doorSeconds: readonly number[];
  /** Until a case of the queue can be opened, with nothing of it in the browser. */
  readonly queueSeconds: readonly number[];
  /** The same once more, in a browser that has been here. */
  readonly againSeconds: readonly number[];
  /** Of all scripts of the first load, as they came over the line. */
  readonly scriptKb: number;
}

const TRIES = 5;
const BITS_PER_SECOND = 1_600_000;
const LINE = {
  offline: false,
  latency: 150,
  downloadThroughput: BITS_PER_SECOND / 8,
  uploadThroughput: BITS_PER_SECOND / 8,
} as const;

export async function measureFirstLoad(): Promise<FirstLoadResult> {
  await using service = await startTestService({ LOG_LEVEL: 'silent' });
  const browser = await openBrowser();
  try {
    const cookie = await prepareDesk(service);
    const loads = [];
    for (let index = 0; index < TRIES; index += 1) loads.push(await load(browser, service.url, cookie));
    return {
      doorSeconds: loads.map(({ door }) => door),
      queueSeconds: loads.map(({ queue }) => queue),
      againSeconds: loads.map(({ again }) => again),
      scriptKb: Math.max(...loads.map(({ scriptKb }) => scriptKb)),
    };
  } finally {
    await browser.close();
  }
}

/** One case waits. @returns the cookie of an agent */
async function prepareDesk({ url, graph, deskAccounts }: RunningTestService): Promise<string> {
  const agent = deskAccounts.find(({ role }) => role === 'agent');
  if (agent === undefined) throw new Error('Expected an agent for practice.');
  await graph.receive({ phone: '+12025550120' }, 'quiero hablar con alguien');
  return (await signIn(url, agent.email, agent.password)).cookie();
}

async function load(browser: Browser, url: string, cookie: string) {
  const stranger = await browser.newContext({ locale: 'es-MX' });
  const door = await measure(await openSlowly(stranger), url, 'button[type=submit]');
  await stranger.close();

  const context = await browser.newContext({ locale: 'es-MX' });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await openSlowly(context);
  const weight = await weighScripts(page);
  const queue = await measure(page, url, '.entry');
  const scriptKb = Math.round(weight() / 1024);
  const again = await measure(page, url, '.entry');
  await context.close();
  return { door, queue, again, scriptKb };
}

async function openSlowly(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', LINE);
  return page;
}

/** @param usable - what an agent would press first */
async function measure(page: Page, url: string, usable: string): Promise<number> {
  const startedMs = performance.now();
  await page.goto(`${url}/desk`, { waitUntil: 'commit' });
  // Whether it could be pressed; it is not.
  await page.locator(usable).first().click({ trial: true });
  return Math.round((performance.now() - startedMs) / 10) / 100;
}

/** Counts what scripts weigh on the line, as they come. */
async function weighScripts(page: Page): Promise<() => number> {
  const line = await page.context().newCDPSession(page);
  const scripts = new Set<string>();
  let bytes = 0;
  line.on('Network.responseReceived', ({ requestId, type }) => void (type === 'Script' && scripts.add(requestId)));
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await line.send('Network.enable');
  return () => bytes;
}
