/**
 * `npm run outbox`: the messages that were given up, each with its reason, and a way to send them again.
 *
 *   npm run outbox                     lists them
 *   npm run outbox -- replay ID [ID …] puts these back in the queue
 *   npm run outbox -- replay all       puts all of them back
 */
import { readConfig } from '../config/config.ts';
import { ConfigError } from '../core/errors.ts';
import type { OutboxId } from '../core/ids.ts';
import type { GivenUp } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { openConfiguredStore } from './open-store.ts';

const MAX_LISTED = 200;
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

async function runCommand(arguments_: readonly string[]): Promise<number> {
  const [verb, ...ids] = arguments_;
  if (verb !== undefined && (verb !== 'replay' || ids.length === 0)) {
    console.error('Expected nothing, "replay all" or "replay ID [ID …]". The ids stand in the list.');
    return EXIT_USAGE;
  }
  const config = readConfig(process.env);
  const store = await openConfiguredStore(config);
  try {
    return verb === 'replay' ? await replay(store, ids) : await list(store);
  } finally {
    await store.close();
  }
}

async function replay(store: Store, ids: readonly string[]): Promise<number> {
  // Whatever was typed: an id that is not in the list replays nothing.
  const count = await store.outbox.replay(ids[0] === 'all' ? 'all' : (ids as readonly OutboxId[]));
  console.log(`${count} put back in the queue.`);
  return count === 0 ? 1 : 0;
}

async function list(store: Store): Promise<number> {
  const given = await store.outbox.listGivenUp(MAX_LISTED);
  const { waiting, parked, unreadable } = await store.counts();
  for (const row of given) console.log(describe(row));
  console.log(`${given.length} given up; ${waiting} waiting for a turn, ${parked} parked, ${unreadable} unreadable.`);
  return 0;
}

function describe({ id, channel, state, attempts, code, providerCode, createdAtMs }: GivenUp): string {
  const reason = providerCode === null ? (code ?? 'unknown') : `${code ?? 'unknown'} (${providerCode})`;
  return `${id}  ${channel.padEnd(8)}  ${state.padEnd(6)}  ${new Date(createdAtMs).toISOString()}  ${attempts} tries  ${reason}`;
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CONFIG;
}
