/**
 * A real Chromium: the system's when there is one, else the one that comes as an npm package. It reaches this machine
 * only; whatever a page asks of anybody else is noted.
 */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Without these, Chromium looks for its maker's hosts at every start. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function openBrowser(): Promise<Browser> {
  const system = SYSTEM_CHROMIUM.find((path) => existsSync(path));
  if (system !== undefined) return chromium.launch({ executablePath: system, args: QUIET });
  const { default: shipped } = await import('@sparticuz/chromium');
  // It unpacks into the temporary folder, where another user's copy may lie that we cannot run.
  process.env['TMPDIR'] = mkdtempSync(join(tmpdir(), 'faro-browser-'));
  // Not with the package's own arguments: they are for a cloud function, turn web security off and share one process.
  return chromium.launch({ executablePath: await shipped.executablePath(), args: QUIET });
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors, refused content and requests to other machines: must stay empty. */
  readonly complaints: readonly string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: {
    readonly width: number;
    readonly height: number;
    readonly dark?: boolean;
    readonly locale?: string;
    /** One that the browser has already. */
    readonly cookie?: { readonly name: string; readonly value: string; readonly url: string } | null;
  },
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    colorScheme: options.dark === true ? 'dark' : 'light',
    ...(options.locale === undefined ? {} : { locale: options.locale }),
  });
  if (options.cookie !== undefined && options.cookie !== null) await context.addCookies([options.cookie]);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`.trim());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(url).origin) && !/^(data|blob):/.test(request.url()))
      complaints.push(request.url());
  });
  await page.goto(url);
  return { page, complaints };
}
