/**
 * `npm run store`: moves the house, keeps copies of it, puts one back, and changes its keys. See docs/keeping.md.
 *
 *   npm run store copy                      from DATA_DIR into the empty PostgreSQL of DATABASE_URL
 *   npm run store backup PLACE              a file, or a folder in which it is named by its time
 *   npm run store -- restore FILE [--deletions LOG …] [--down-since TIME] [--nothing-sent-since] [--any-age]
 *   npm run store deletions FILE            what was deleted in the last weeks, to be kept beside the backups
 *   npm run store rotate                    all data keys under the newest of MASTER_KEYS
 */
import { ConfigError, StoreError } from '../core/errors.ts';
import { STORE_VERBS } from './store-verbs.ts';

const EXIT_USAGE = 64;
const EXIT_FAILED = 1;
const EXIT_CONFIG = 78;

async function runCommand([verb = '', ...words]: readonly string[]): Promise<number> {
  const known = STORE_VERBS.get(verb);
  if (known === undefined) {
    console.error(`Expected one of ${[...STORE_VERBS.keys()].join(', ')}; see docs/keeping.md.`);
    return EXIT_USAGE;
  }
  const outcome = await known(words);
  if (outcome === 'misused') {
    console.error(`Expected other words after "${verb}"; see docs/keeping.md.`);
    return EXIT_USAGE;
  }
  for (const line of outcome.lines) console.log(line);
  return outcome.done ? 0 : EXIT_FAILED;
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError) && !(error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = error instanceof ConfigError ? EXIT_CONFIG : EXIT_FAILED;
}
