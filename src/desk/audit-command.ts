/**
 * `npm run audit`: walks through the desk's log, says whether it is whole, and prints it, oldest first.
 *
 *   npm run -s audit            all of it, one line each, tab-separated
 *   npm run -s audit -- check   only whether it is whole
 *
 * Ends with 1 when a line was changed, taken out or slipped in. Who can write to the database could make the whole log anew:
 * keep the last hash that it prints in another place, and compare.
 */
import { readConfig } from '../config/config.ts';
import type { AuditCheck, AuditLine } from '../core/audit.ts';
import { ConfigError } from '../core/errors.ts';
import type { Store } from '../store/store.ts';
import { openConfiguredStore } from '../worker/open-store.ts';

const PAGE_LENGTH = 1_000;
const EXIT_BROKEN = 1;
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

async function runCommand(arguments_: readonly string[]): Promise<number> {
  const [verb, ...more] = arguments_;
  if ((verb !== undefined && verb !== 'check') || more.length > 0) {
    console.error('Expected nothing, or "check".');
    return EXIT_USAGE;
  }
  const store = await openConfiguredStore(readConfig(process.env));
  try {
    if (verb === undefined) await print(store.desk.audit);
    const check = await store.desk.audit.verify();
    console.log(describe(check));
    return check.kind === 'whole' ? 0 : EXIT_BROKEN;
  } finally {
    await store.close();
  }
}

/** The log is read from its newest line on, and printed the other way round. */
async function print(audit: Store['desk']['audit']): Promise<void> {
  const pages: (readonly AuditLine[])[] = [];
  for (let before: number | null = null; ;) {
    const page: readonly AuditLine[] = await audit.page(before, PAGE_LENGTH);
    pages.push(page);
    before = page.at(-1)?.seq ?? null;
    if (page.length < PAGE_LENGTH || before === null) break;
  }
  for (const line of pages.toReversed().flatMap((page) => page.toReversed())) console.log(toText(line));
}

function toText({ seq, atMs, action, agent, subject, detail, hash }: AuditLine): string {
  return [seq, new Date(atMs).toISOString(), action, agent ?? '-', subject ?? '-', detail ?? '-', hash].join('\t');
}

function describe(check: AuditCheck): string {
  if (check.kind === 'broken') {
    return `Broken at line ${check.seq}: it, or the one before it, was changed, taken out or slipped in.`;
  }
  const last = check.lastHash === '' ? 'no line yet' : `last hash ${check.lastHash}`;
  return `Whole: ${check.lines} lines, ${last}.`;
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CONFIG;
}
