/** Starts one PostgreSQL for all tests of the project `postgres`, with a migrated database to copy for each of them. */
import type { TestProject } from 'vitest/node';
import { Client } from 'pg';
import { migrate } from '../../src/store/migrate.ts';
import { openPostgres } from '../../src/store/postgres.ts';
import { startPostgres } from './postgres-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's own database, for making and dropping others; null where the tests run on SQLite. */
    postgres: string | null;
  }
}

export const TEMPLATE = 'faro_template';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // async-exit-hook, which the server's package brings, ends the process with 0 whatever the tests found.
  process.prependListener('beforeExit', () => process.exit(process.exitCode));
  const server = await startPostgres();
  const admin = new Client({ connectionString: server.urlOf('postgres') });
  await admin.connect();
  await admin.query(`create database ${TEMPLATE}`);
  await admin.end();
  const template = openPostgres(server.urlOf(TEMPLATE));
  await migrate(template);
  await template.close();
  project.provide('postgres', server.urlOf('postgres'));
  return () => server.stop();
}
