/** A PostgreSQL that syncs every commit to disk, as a service would use it, with a fresh database for each measurement. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startPostgres } from '../fakes/postgres-server.ts';

export interface PostgresHouse extends AsyncDisposable {
  /** @returns the address of a new database, with nothing in it */
  createDatabase(): Promise<string>;
}

/** What a small server gives it. */
const SETTINGS = ['shared_buffers=256MB', 'max_wal_size=2GB'] as const;

export async function openPostgresHouse(): Promise<PostgresHouse> {
  const server = await startPostgres({ durable: true, settings: SETTINGS });
  return {
    createDatabase: async () => {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      const admin = new Client({ connectionString: server.urlOf('postgres') });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.query('checkpoint'); // what came before is not written at the cost of what comes now
      await admin.end();
      return server.urlOf(name);
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
