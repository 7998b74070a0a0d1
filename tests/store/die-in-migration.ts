/** Brings a database to the newest shape, and is killed in the middle. `node die-in-migration.ts sqlite|postgres PLACE` */
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { openSqlite } from '../../src/store/sqlite.ts';

const [kind, place = ''] = process.argv.slice(2);
const database = kind === 'sqlite' ? openSqlite(place) : openPostgres(place);
// Asked for when half of the desk's tables are made.
const types = {
  ...database.types,
  showInOrder: () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise<void>(() => {}); // never comes to it
  },
};
await migrate({ ...database, types });
